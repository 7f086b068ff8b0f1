package dev.tabitat.web.selftest;

import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.store.DocumentCipher;
import java.util.Arrays;
import java.util.Optional;

/** A cipher that hides and binds but protects nothing: contracts of the store need many passphrases a second. */
public final class PlainCipher implements DocumentCipher {

    private static final int TAG = 16;

    private final SplitMix64 random;

    public PlainCipher(long seed) {
        random = new SplitMix64(seed);
    }

    @Override
    public byte[] sha256(byte[] bytes) {
        return hash(bytes);
    }

    private static byte[] hash(byte[]... parts) {
        Sha256 sha = new Sha256();
        for (byte[] part : parts) {
            sha.update(part);
        }
        return sha.digest().hash();
    }

    private static byte[] mixed(byte[] key, byte[] iv, byte[] data) {
        byte[] seed = hash(key, iv);
        long start = 0;
        for (int i = 0; i < 8; i++) {
            start = start << 8 | seed[i] & 0xFF;
        }
        SplitMix64 stream = new SplitMix64(start);
        byte[] mixed = data.clone();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] ^= (byte) stream.nextInt(256);
        }
        return mixed;
    }

    @Override
    public byte[] seal(byte[] key, byte[] iv, byte[] about, byte[] plain) {
        byte[] sealed = Arrays.copyOf(mixed(key, iv, plain), plain.length + TAG);
        System.arraycopy(hash(key, iv, about, plain), 0, sealed, plain.length, TAG);
        return sealed;
    }

    @Override
    public Optional<byte[]> open(byte[] key, byte[] iv, byte[] about, byte[] sealed) {
        byte[] plain = mixed(key, iv, Arrays.copyOf(sealed, Math.max(0, sealed.length - TAG)));
        byte[] tag = Arrays.copyOf(hash(key, iv, about, plain), TAG);
        return Arrays.equals(tag, Arrays.copyOfRange(sealed, plain.length, sealed.length)) ? Optional.of(plain)
                : Optional.empty();
    }

    @Override
    public byte[] seal(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] plain) {
        return seal(hash(Utf8.encode(passphrase), salt), iv, new byte[0], plain);
    }

    @Override
    public Optional<byte[]> open(String passphrase, byte[] salt, byte[] iv, int rounds, byte[] sealed) {
        return open(hash(Utf8.encode(passphrase), salt), iv, new byte[0], sealed);
    }

    @Override
    public byte[] random(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
