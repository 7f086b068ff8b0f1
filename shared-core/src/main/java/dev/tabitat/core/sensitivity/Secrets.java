package dev.tabitat.core.sensitivity;

import dev.tabitat.core.sensitivity.Field.Link;
import dev.tabitat.core.sensitivity.Field.Value;
import dev.tabitat.core.text.Split;
import java.util.List;
import java.util.Set;

/** Detector of keys, tokens, passwords, codes and phrases that open something. */
final class Secrets {

    private static final Set<String> STRONG = Set.copyOf(CueWords.list(
            "password,passwords,passwort,kennwort,passwd,pwd,passphrase,passcode,psw,pword,contrase\u00f1a,contrasena,wachtwoord,l\u00f6senord,has\u0142o,haslo,"
                    + "heslo,senha,salasana,adgangskode,kodeord,passord,\u043f\u0430\u0440\u043e\u043b\u044c,parola,\u015fifre,sifre,jelsz\u00f3,parool,slapta\u017eodis,lozinka,geslo,\u03ba\u03c9\u03b4\u03b9\u03ba\u03cc\u03c2,mdp,pw,secret,secrets,token,"
                    + "apikey,authkey,accesskey,secretkey,privatekey,jwt,bearer,authtoken,accesstoken,apitoken,clientsecret,zugangsdaten,geheimnis,\u0441\u0435\u043a\u0440\u0435\u0442,\u0442\u043e\u043a\u0435\u043d,\u0633\u0631,"
                    + "\u05e1\u05d9\u05e1\u05de\u05d4,\u05e1\u05d9\u05e1\u05de\u05d0"));
    private static final List<String> STRONG_ENDINGS = CueWords.list(
            "password,passwort,passwd,pwd,passphrase,secret,apikey,kennwort,secretkey,accesskey,authtoken,accesstoken,apitoken");
    private static final List<String> STRONG_PHRASES = CueWords.list(
            "mot de passe,pass word,pass phrase,api key,palabra clave,kata sandi,m\u1eadt kh\u1ea9u,parola d ordine,palavra passe,pre shared key,connection string,"
                    + "shared access key,account key,sas token,\u043a\u043b\u044e\u0447 api,cl\u00e9 api,clave api,chiave api,chave api,\u0643\u0644\u0645\u0629 \u0627\u0644\u0645\u0631\u0648\u0631,\u0643\u0644\u0645\u0629 \u0627\u0644\u0633\u0631,network key,wifi key,wlan key,api schl\u00fcssel");
    /** Names in scripts without blanks between words. */
    private static final List<String> JOINED = CueWords.list(
            "\u5bc6\u7801,\u5bc6\u78bc,\u53e3\u4ee4,\u30d1\u30b9\u30ef\u30fc\u30c9,\u6697\u8a3c\u756a\u53f7,\ube44\ubc00\ubc88\ud638,\uc554\ud638,\u0e23\u0e2b\u0e31\u0e2a\u0e1c\u0e48\u0e32\u0e19,\u5bc6\u94a5,\u4ee4\u724c");
    private static final Set<String> KEY_OF = Set.copyOf(CueWords.list(
            "api,access,private,signing,sign,signature,encryption,encrypt,decryption,secret,master,shared,auth,authentication,account,storage,subscription,service,"
                    + "consumer,client,app,application,license,licence,deploy,ssh,session,hmac,aes,rsa,crypto,cipher,webhook,server,admin,root,project,integration,activation,recovery,psk,host,product,data,wallet,bot,"
                    + "jwt,token,security,function,write,read,ingest,rest,stripe,openai,anthropic,aws,azure,google,github,twilio,sendgrid,mailgun"));
    /** Last words that say that the value is about a secret and none itself. */
    private static final Set<String> ABOUT = Set.copyOf(CueWords.list(
            "policy,policies,length,len,count,expires,expiry,expiration,expire,ttl,id,ids,url,uri,endpoint,hint,type,name,names,file,path,dir,limit,limits,strength,"
                    + "algorithm,alg,algo,reset,rotation,version,enabled,required,min,max,field,label,column,format,manager,prompt,budget,usage,used,prefix,arn,region,location,provider,regex,pattern,rules,at,age,"
                    + "changed,attempts,placeholder,input,page,form,error,message,economy,ring,protection,size,ref,scope,scopes,class,index,position,mode"));
    private static final Set<String> COUNTED = Set.of("max", "min", "num", "total", "input", "output", "prompt",
            "completion", "public", "foreign", "primary", "next", "pad", "eos", "bos", "unk", "mask", "sep", "cls");
    private static final Set<String> NO_VALUE = Set.copyOf(CueWords.list(
            "null,none,true,false,undefined,required,optional,string,str,yes,no,empty,n/a,na,nil,forgotten,forgot,changed,reset,invalid,incorrect,wrong,expired,missing,"
                    + "hidden,redacted,password,passwort,unknown,text,varchar,here,below,above,self,this,new,the,important,mandatory,vergessen,falsch,ung\u00fcltig,incorrecte,oubli\u00e9,bool,int,integer,bytes,"
                    + "correct,accepted,rejected,disabled,enabled,not,case-sensitive,protected,stored,weak,strong,private,public,varies,default,encrypted,hashed"));
    private static final Set<String> WELL_KNOWN = Set.of("sha256", "sha512", "oauth2", "base64", "oauth2.0", "erc20",
            "bep20", "erc721", "pbkdf2", "bcrypt12");
    private static final Set<String> WEAK = Set.of("key", "auth", "sig", "signature", "session", "sessionid", "sid",
            "cookie", "credential", "credentials", "creds", "pass", "psk", "pat", "sas", "csrf", "xsrf", "nonce",
            "salt");
    private static final List<String> CODES = CueWords.list(
            "pin,pin code,pin number,pincode,puk,tan,mtan,itan,otp,totp,cvv,cvc,csc,cvv2,cvc2,cid,verification code,security code,recovery code,recovery codes,backup code,backup codes,"
                    + "one time code,one time password,one time passcode,passcode,access code,authentication code,authorization code,auth code,confirmation code,login code,sign in code,sms code,activation code,unlock code,"
                    + "2fa code,fa code,mfa code,reset code,door code,entry code,alarm code,best\u00e4tigungscode,sicherheitscode,verifizierungscode,freischaltcode,zugangscode,einmalcode,einmalpasswort,einmalkennwort,"
                    + "transaktionsnummer,geheimzahl,kartenpr\u00fcfnummer,pr\u00fcfziffer,pr\u00fcfnummer,wiederherstellungscode,code de v\u00e9rification,code de s\u00e9curit\u00e9,code secret,code de confirmation,code pin,code d acc\u00e8s,"
                    + "c\u00f3digo de verificaci\u00f3n,c\u00f3digo de seguridad,c\u00f3digo de confirmaci\u00f3n,c\u00f3digo de acceso,codice di verifica,codice di sicurezza,codice pin,codice segreto,c\u00f3digo de verifica\u00e7\u00e3o,c\u00f3digo de seguran\u00e7a,"
                    + "verificatiecode,beveiligingscode,pincode,verifieringskod,s\u00e4kerhetskod,engangskode,kontrollkod,kod weryfikacyjny,kod pin,kod sms,ov\u011b\u0159ovac\u00ed k\u00f3d,vahvistuskoodi,do\u011frulama kodu,g\u00fcvenlik kodu,"
                    + "\u043a\u043e\u0434 \u043f\u043e\u0434\u0442\u0432\u0435\u0440\u0436\u0434\u0435\u043d\u0438\u044f,\u043f\u0438\u043d \u043a\u043e\u0434,\u043f\u0438\u043d,\u043a\u043e\u0434 \u0434\u043e\u0441\u0442\u0443\u043f\u0430,pin kodu,verificationcode,securitycode,onetimecode,otpcode");
    private static final List<String> JOINED_CODES = CueWords.list(
            "\u9a8c\u8bc1\u7801,\u9a57\u8b49\u78bc,\u8a8d\u8a3c\u30b3\u30fc\u30c9,\u78ba\u8a8d\u30b3\u30fc\u30c9,\uc778\uc99d\ubc88\ud638,\u6697\u8a3c\u756a\u53f7,\uc778\uc99d \ucf54\ub4dc");
    private static final Set<String> SHORT_CODES = Set.of("PIN", "TAN", "CVV", "CVC", "PUK", "OTP", "CVV2", "CVC2",
            "CSC", "mTAN", "iTAN", "TOTP");
    private static final List<String> PHRASES = CueWords.list(
            "mnemonic,mnemonics,seed phrase,seed words,seed,recovery phrase,secret phrase,wallet phrase,backup phrase,secret recovery phrase,mnemonic phrase,mnemonic words,seedphrase,"
                    + "wiederherstellungsphrase,passphrase,pass phrase,phrase de r\u00e9cup\u00e9ration,frase semilla,frase de recuperaci\u00f3n,recovery words");

    private Secrets() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        SecretForms.find(scan, found);
        SecretCommands.find(scan, found);
        for (int i = 0; i < scan.length(); i++) {
            if (Field.begins(scan, i)) {
                Field field = Field.at(scan, i);
                field(scan, field, found);
            }
        }
        JOINED.forEach(name -> joined(scan, name, false, found));
        JOINED_CODES.forEach(name -> joined(scan, name, true, found));
    }

    private static void joined(ScannedText scan, String name, boolean isCode, List<Sensitive> found) {
        for (int at = scan.text().indexOf(name); at >= 0; at = scan.text().indexOf(name, at + 1)) {
            Value value = Field.value(scan, at + name.length(), at);
            if (isCode) {
                code(scan, value, 4, found);
            } else if (value.link() != Link.NONE) {
                password(scan, value, 6, found);
            }
        }
    }

    private static void field(ScannedText scan, Field field, List<Sensitive> found) {
        String words = field.words();
        if (words.length() < 4) {
            return;
        }
        SecretHeaders.find(scan, field, found);
        String last = field.last();
        boolean isKnown = isStrong(field);
        boolean isKey = isKnown || isKey(field);
        boolean isWeak = WEAK.contains(last);
        boolean isCode = ends(field, CODES);
        boolean isPhrase = ends(field, PHRASES);
        if (!isKey && !isWeak && !isCode && !isPhrase) {
            return;
        }
        if (isCode) {
            codeBefore(scan, field.start(), found);
        }
        Value value = field.value(scan);
        if (value.link() == Link.NONE || value.isEmpty()) {
            return;
        }
        if (isPhrase && words(scan, value, found)) {
            return;
        }
        if (isCode) {
            String name = scan.text().substring(field.start(), field.end());
            boolean isSure = value.link() != Link.BLANK || SHORT_CODES.contains(name)
                    || words.indexOf(' ', 1) < words.length() - 1 || field.endsWith("code");
            code(scan, value,
                    isSure ? value.link() == Link.BLANK && !last.startsWith("cv") && !last.equals("csc") ? 4 : 3 : 99,
                    found);
        }
        if (!isKey && !isWeak) {
            return;
        }
        if (ABOUT.contains(last) && !isOption(scan, field) || isCounted(field) || isCall(scan, value)) {
            return;
        }
        boolean isCompound = field.words().trim().indexOf(' ') > 0;
        if (isOption(scan, field) && isKey) {
            int length = value.end() - value.start();
            if (length >= 3 && scan.at(value.start()) != '-' && !isPlaceholder(scan, value)) {
                add(value, found);
            }
        } else if (isKnown && !isWeak || last.equals("pass") && isCompound) {
            boolean isPassword = isPassword(field);
            password(scan, value, value.link() == Link.BLANK ? isPassword ? 6 : 16 : 6, found);
        } else if (isKey) {
            password(scan, value, value.link() == Link.SIGN ? 6 : 16, found);
        } else if (value.link() == Link.SIGN
                && (last.equals("pass") ? isMixed(scan, value) && value.end() - value.start() >= 6
                        : isRandom(scan, value))) {
            add(value, found);
        }
    }

    private static boolean isStrong(Field field) {
        for (String word : Split.array(field.words().trim(), ' ')) {
            if (STRONG.contains(word)) {
                return true;
            }
        }
        String joined = field.joined();
        return STRONG_ENDINGS.stream().anyMatch(joined::endsWith) || ends(field, STRONG_PHRASES);
    }

    private static boolean isPassword(Field field) {
        return !field.has("token") && !field.has("secret") && !field.joined().endsWith("token")
                && !field.joined().endsWith("key") && !field.has("bearer") && !field.has("jwt");
    }

    /** A key behind a word that says which: {@code signing-key}, {@code secret_key_base}, "API key". */
    private static boolean isKey(Field field) {
        String[] words = Split.array(field.words().trim(), ' ');
        for (int i = 0; i < words.length; i++) {
            boolean isKey = words[i].equals("key") || words[i].equals("keys");
            if (isKey && i > 0 && KEY_OF.contains(words[i - 1])) {
                return true;
            }
        }
        String[] all = Split.array(field.phrase().trim(), ' ');
        return words.length == 1 && words[0].equals("key") && all.length > 1 && KEY_OF.contains(all[all.length - 2]);
    }

    private static boolean isCounted(Field field) {
        String[] words = Split.array(field.words().trim(), ' ');
        return words.length > 1 && COUNTED.contains(words[0]) && !field.has("password");
    }

    /** Whether code reads the value from somewhere else: a call, a variable, a template. */
    private static boolean isCall(ScannedText scan, Value value) {
        if (value.isQuoted()) {
            return isPlaceholder(scan, value);
        }
        String text = scan.text().substring(value.start(), value.end());
        int bracket = text.indexOf('(');
        return isPlaceholder(scan, value)
                || bracket > 0 && Character.isLetter(text.charAt(0))
                        && text.substring(0, bracket).chars()
                                .allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_')
                || text.startsWith("process.env") || text.startsWith("os.environ") || text.startsWith("self.")
                || text.startsWith("this.") || text.startsWith("secrets.");
    }

    private static boolean isPlaceholder(ScannedText scan, Value value) {
        String text = scan.lower().substring(value.start(), value.end());
        return NO_VALUE.contains(text) || text.startsWith("${") || text.startsWith("$(") || text.startsWith("{{")
                || text.startsWith("<") || text.startsWith("[") && text.endsWith("]") || text.startsWith("[")
                        && !value.isQuoted()
                || text.chars()
                        .allMatch(c -> c == '*' || c == 'x' || c == '.' || c == '\u2022' || c == '-' || c == '_');
    }

    private static boolean ends(Field field, List<String> cues) {
        return cues.stream().anyMatch(field::endsWith);
    }

    /** {@code --password}, {@code -Password}. */
    private static boolean isOption(ScannedText scan, Field field) {
        return scan.at(field.start() - 1) == '-' && !Character.isLetterOrDigit(scan.at(field.start() - 2));
    }

    /**
     * Adds a value unless it reads like prose. Behind a sign six characters or a mixture are enough; behind a blank or
     * a verb it must be mixed.
     */
    private static void password(ScannedText scan, Value value, int least, List<Sensitive> found) {
        int length = value.end() - value.start();
        boolean isSigned = value.link() == Link.SIGN
                && (value.isQuoted() ? length >= 3 : length >= least || length >= 4 && isMixed(scan, value));
        if (isPlaceholder(scan, value) || WELL_KNOWN.contains(scan.lower().substring(value.start(), value.end()))) {
            return;
        }
        if (isSigned || value.link() == Link.VERB && length >= 4 && isMixed(scan, value)
                || value.link() == Link.BLANK && length >= least && isMixed(scan, value)) {
            add(value, found);
        }
    }

    private static void add(Value value, List<Sensitive> found) {
        if (!value.isEmpty()) {
            found.add(new Sensitive(value.start(), value.end(), SensitiveKind.SECRET, "secret"));
        }
    }

    /**
     * Digits, or letters and digits in groups: 482193, 4821-9934-1120, a1b2-c3d4, several with blanks or commas between
     * them.
     */
    private static void code(ScannedText scan, Value value, int least, List<Sensitive> found) {
        if (value.link() == Link.NONE) {
            return;
        }
        int end = value.start();
        int i = value.start();
        int digits = 0;
        while (i < scan.length() && i - value.start() < 400) {
            int stop = i;
            int inside = 0;
            while (ScannedText.isDigit(scan.at(stop)) || ScannedText.isLatin(scan.at(stop))
                    || scan.at(stop) == '-' && stop > i && ScannedText.isWord(scan.at(stop + 1))) {
                inside += ScannedText.isDigit(scan.at(stop)) ? 1 : 0;
                stop++;
            }
            if (inside == 0 || 2 * inside < stop - i && stop - i < 8 || ScannedText.isWord(scan.at(stop))
                    || isDecimal(scan, stop)) {
                break;
            }
            digits += inside;
            end = stop;
            i = stop;
            while ((scan.at(i) == ' ' || scan.at(i) == ',' || scan.at(i) == '\n') && i - stop < 2) {
                i++;
            }
            if (i == stop) {
                break;
            }
        }
        if (digits >= least && end - value.start() >= least) {
            found.add(new Sensitive(value.start(), end, SensitiveKind.SECRET, "code"));
        }
    }

    /** "482193 is your verification code", "use 482193 as your code". */
    private static void codeBefore(ScannedText scan, int field, List<Sensitive> found) {
        for (String verb : List.of(" is ", " as ", " ist ", " est ", " es ", " \u00e8 ")) {
            int end = scan.lower().lastIndexOf(verb, field);
            int start = end;
            while (start > 0 && (ScannedText.isWord(scan.at(start - 1)) || scan.at(start - 1) == '-')
                    && end - start < 20) {
                start--;
            }
            if (end > 0 && field - end < 40 && end - start >= 4) {
                code(scan, new Value(Link.SIGN, start, end, false), 4, found);
            }
        }
    }

    private static boolean isDecimal(ScannedText scan, int at) {
        return (scan.at(at) == '.' || scan.at(at) == ',' || scan.at(at) == ':' || scan.at(at) == '/')
                && ScannedText.isDigit(scan.at(at + 1));
    }

    /** Three words or more in small letters. */
    private static boolean words(ScannedText scan, Value value, List<Sensitive> found) {
        int end = value.start();
        int words = 0;
        for (int i = end; words < 48 && Character.isLetter(scan.at(i));) {
            while (Character.isLetter(scan.at(i))) {
                i++;
            }
            if (ScannedText.isWord(scan.at(i))) {
                break;
            }
            end = i;
            words++;
            while ((scan.at(i) == ' ' || scan.at(i) == ',' || scan.at(i) == '\n' || scan.at(i) == '-') && i - end < 2) {
                i++;
            }
        }
        if (words < 4 || value.link() != Link.SIGN && words < 8) {
            return false;
        }
        found.add(new Sensitive(value.start(), end, SensitiveKind.SECRET, "phrase"));
        return true;
    }

    /**
     * Letters with a digit, a sign or capitals among small letters; a hyphen, an apostrophe or a full stop alone is no
     * such sign.
     */
    static boolean isMixed(ScannedText scan, Value value) {
        boolean digit = false;
        boolean sign = false;
        boolean letter = false;
        boolean upper = false;
        boolean lower = false;
        for (int i = value.start(); i < value.end(); i++) {
            char c = scan.at(i);
            digit |= ScannedText.isDigit(c);
            letter |= Character.isLetter(c);
            upper |= Character.isUpperCase(c) && i > value.start();
            lower |= Character.isLowerCase(c);
            sign |= !Character.isLetterOrDigit(c) && "-'./()?!:".indexOf(c) < 0 || c == '!' && i < value.end() - 1;
        }
        return letter && digit || letter && sign || digit && sign || upper && lower;
    }

    /** Sixteen or more letters and digits mixed, as no prose has them. */
    static boolean isRandom(ScannedText scan, Value value) {
        int digits = 0;
        for (int i = value.start(); i < value.end(); i++) {
            digits += ScannedText.isDigit(scan.at(i)) ? 1 : 0;
            if (scan.at(i) == ' ') {
                return false;
            }
        }
        return value.end() - value.start() >= 16 && digits >= 2 && digits < value.end() - value.start();
    }
}
