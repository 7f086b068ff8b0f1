"""Makes gguf-blocks.safetensors and gguf-logits.safetensors: what llama.cpp makes of quantized blocks and of the models
of DecoderSamples.

Run:  npm install --ignore-scripts node-llama-cpp@3.21.1 @node-llama-cpp/linux-x64@3.21.1     (here: NODE_MODULES)
      git clone NODE_MODULES/node-llama-cpp/llama/gitRelease.bundle LLAMA
      java -cp shared-core/target/classes:shared-core/target/test-classes \\
          dev.tabitat.core.model.decoder.WriteDecoderSamples SAMPLES
      pip install numpy safetensors pyyaml tqdm requests
      python gguf_logits_fixtures.py NODE_MODULES LLAMA SAMPLES
Made with llama.cpp v0.4.0 as node-llama-cpp 3.21.1 ships it.

gguf-blocks:  TYPE.blocks U8 [bytes], TYPE.values F32 [elements]: random blocks, and the floats of gguf-py's dequantize.
gguf-logits:  of every model and of the last 8 tokens, F32 [8, vocabulary]:
  NAME.quantized   llama.cpp on the file itself, with its own rounding of activations
  NAME.exact       llama.cpp on a copy whose matrices are the F32 of gguf-py's dequantize
"""
import os
import subprocess
import sys
import tempfile

import numpy as np
from safetensors.numpy import save_file

modules, llama, samples = sys.argv[1:4]
sys.path.insert(0, os.path.join(llama, "gguf-py"))
import gguf  # noqa: E402
from gguf import GGMLQuantizationType as Type  # noqa: E402
from gguf.quants import dequantize  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "../resources/dev/tabitat/core/model/decoder")
LIBRARIES = os.path.join(modules, "@node-llama-cpp/linux-x64/bins/linux-x64")
KEPT = 8
NAMES = ["F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q4_K", "Q5_K", "Q6_K"]
scratch = tempfile.mkdtemp()


def blocks():
    random = np.random.default_rng(5)
    tensors = {}
    for name in NAMES:
        elements, size = gguf.GGML_QUANT_SIZES[Type[name]]
        count = 3 if elements > 1 else 64
        raw = random.integers(0, 256, (count, size), dtype=np.uint8)
        if elements > 1:
            # Scales as they occur: finite, of both signs.
            for at in {"Q6_K": [208], "Q4_1": [0, 2], "Q5_1": [0, 2], "Q4_K": [0, 2], "Q5_K": [0, 2]}.get(name, [0]):
                scale = (random.normal(size=count) * 0.01).astype(np.float16)
                raw[:, at:at + 2] = scale.view(np.uint8).reshape(count, 2)
        else:
            # No infinities and NaNs: the exponent's highest bit is off.
            raw[:, 1] &= 0xBF
        tensors[name + ".blocks"] = raw.reshape(-1)
        tensors[name + ".values"] = dequantize(raw.reshape(-1), Type[name]).astype(np.float32).reshape(-1)
    save_file(tensors, os.path.join(OUT, "gguf-blocks.safetensors"))


def build():
    program = os.path.join(scratch, "gguf_logits")
    subprocess.run(["gcc", "-O1", "-o", program, os.path.join(HERE, "gguf_logits.c"), "-I" + llama + "/include",
                    "-I" + llama + "/ggml/include", "-L" + LIBRARIES, "-l:libllama.v0.4.0.so", "-l:libggml.v0.4.0.so",
                    "-l:libggml-base.so", "-Wl,-rpath," + LIBRARIES], check=True)
    return program


def logits(program, model, tokens):
    out = subprocess.run([program, LIBRARIES, model, *tokens], check=True, stdout=subprocess.PIPE).stdout
    return np.frombuffer(out, np.float32).reshape(len(tokens), -1)[-KEPT:].copy()


def expand(path):
    reader = gguf.GGUFReader(path)
    copy = os.path.join(scratch, "f32.gguf")
    writer = gguf.GGUFWriter(copy, reader.fields["general.architecture"].contents())
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name == "general.architecture":
            continue
        writer.add_key_value(name, field.contents(), field.types[0])
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        writer.add_tensor(tensor.name, values.reshape([int(d) for d in reversed(tensor.shape)]))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return copy


def main():
    blocks()
    program = build()
    tokens = open(os.path.join(samples, "tokens.txt")).read().split()
    tensors = {}
    for file in sorted(os.listdir(samples)):
        if file.endswith(".gguf"):
            name = file[:-len(".gguf")]
            path = os.path.join(samples, file)
            quantized = logits(program, path, tokens)
            exact = logits(program, expand(path), tokens)
            tensors[name + ".quantized"] = quantized
            tensors[name + ".exact"] = exact
            print(name, "rms/sd", np.sqrt(((quantized - exact) ** 2).mean()) / exact.std())
    save_file(tensors, os.path.join(OUT, "gguf-logits.safetensors"))


main()
