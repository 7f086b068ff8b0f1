#!/usr/bin/env python3
"""Writes the golden files of the readers of headers, each with what its original library says of it.

    python -m venv VENV && VENV/bin/pip install safetensors==0.8.0 gguf==0.19.0 onnx==1.23.2 numpy==2.4.6
    VENV/bin/python import_fixtures.py ../resources/dev/tabitat/core/importing
"""
import hashlib, json, os, sys
import numpy as np
import gguf
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors import TensorSpec, serialize_file

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
rng = np.random.default_rng(7)


def put(name, value):
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="\n") as f:
        json.dump(value, f, ensure_ascii=False, indent=1, sort_keys=True)
        f.write("\n")


def described(path):
    """What gguf-py reads from a file: values by key, tensors with type, shape as in NumPy, offset in the file, bytes and sha256."""
    reader = gguf.GGUFReader(path)
    values, tensors = {}, []
    for field in reader.fields.values():
        if not field.name.startswith("GGUF."):
            value = field.contents()
            values[field.name] = value.tolist() if hasattr(value, "tolist") else value
    for t in reader.tensors:
        tensors.append({"name": t.name, "type": t.tensor_type.name, "dims": [int(d) for d in t.shape], "at": int(t.data_offset),
                        "bytes": int(t.n_bytes), "sha256": hashlib.sha256(t.data.tobytes()).hexdigest()})
    return {"values": values, "tensors": tensors, "alignment": int(reader.alignment)}


def write(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def whole_gguf():
    path = os.path.join(out, "all-types.gguf")
    w = gguf.GGUFWriter(path, "llama")
    w.add_uint8("t.u8", 255); w.add_int8("t.i8", -128); w.add_uint16("t.u16", 65535); w.add_int16("t.i16", -32768)
    w.add_uint32("t.u32", 4294967295); w.add_int32("t.i32", -2147483648); w.add_float32("t.f32", 0.1)
    w.add_bool("t.yes", True); w.add_bool("t.no", False); w.add_string("t.text", "Grüße 🙂"); w.add_string("t.empty", "")
    w.add_uint64("t.u64", 9007199254740991); w.add_int64("t.i64", -9007199254740991); w.add_float64("t.f64", 1e300)
    w.add_array("t.texts", ["a", "", "ä\n"]); w.add_array("t.whole", [1, -2, 3]); w.add_array("t.real", [0.5, -2.25])
    w.add_array("t.flags", [True, False, True]); w.add_array("t.bytes", bytes([0, 127, 255]))
    w.add_custom_alignment(64)
    for name, type_ in [(t.name, t) for t in gguf.GGMLQuantizationType]:
        if name == "Q8_1":  # never in files, and gguf-py has another size for it than llama.cpp
            continue
        block, size = gguf.GGML_QUANT_SIZES[type_]
        rows, columns = 3, block * 2
        data = rng.integers(0, 256, (rows, 2 * size), dtype=np.uint8)
        w.add_tensor("w." + name, data, raw_dtype=type_)
    w.add_tensor("cube", np.arange(24, dtype=np.float32).reshape(2, 3, 4))
    write(w)
    put("all-types.json", described(path))


def split_gguf():
    w = gguf.GGUFWriter(os.path.join(out, "split.gguf"), "llama", split_max_tensors=2)
    w.add_string("general.name", "split")
    for i in range(5):
        w.add_tensor(f"blk.{i}.w", np.full((2, 4), i, dtype=np.float16))
    write(w)
    names = sorted(n for n in os.listdir(out) if n.startswith("split-"))
    put("split.json", {n: described(os.path.join(out, n)) for n in names})


def big_endian_gguf():
    w = gguf.GGUFWriter(os.path.join(out, "big-endian.gguf"), "llama", endianess=gguf.GGUFEndian.BIG)
    w.add_tensor("w", np.ones(4, dtype=np.float32))
    write(w)


def safetensors():
    types = {"float64": 8, "float32": 4, "float16": 2, "bfloat16": 2, "int64": 8, "int32": 4, "int16": 2, "int8": 1, "uint8": 1, "bool": 1,
             "uint16": 2, "uint32": 4, "uint64": 8, "float8_e4m3fn": 1}
    tensors, kept = {}, []
    for name, size in types.items():
        data = rng.integers(0, 2, 6 * size, dtype=np.uint8).tobytes()
        tensors["t." + name] = {"dtype": name, "shape": [2, 3], "data": data}
    tensors["empty"] = {"dtype": "float32", "shape": [0, 4], "data": b""}
    tensors["scalar"] = {"dtype": "float32", "shape": [], "data": np.float32(2.5).tobytes()}
    path = os.path.join(out, "all-types.safetensors")
    def spec(t):
        kept.append(np.frombuffer(t["data"] or b"\0", np.uint8))
        return TensorSpec(dtype=t["dtype"], shape=t["shape"], data_ptr=kept[-1].ctypes.data, data_len=len(t["data"]))
    serialize_file({k: spec(v) for k, v in tensors.items()}, path, {"format": "np", "note": "Grüße"})
    put("all-types.safetensors.json", {k: {"shape": v["shape"], "sha256": hashlib.sha256(v["data"]).hexdigest()} for k, v in tensors.items()})


def onnx_models():
    w = rng.standard_normal((64, 256)).astype(np.float32)
    b = rng.standard_normal(256).astype(np.float32)
    nodes = [helper.make_node("MatMul", ["x", "w"], ["m"], name="product"),
             helper.make_node("Add", ["m", "b"], ["s"], name="sum"),
             helper.make_node("Constant", [], ["two"], value=numpy_helper.from_array(np.float32([2]), "two")),
             helper.make_node("Mul", ["s", "two"], ["y"])]
    graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 64])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", 256])],
                              [numpy_helper.from_array(w, "w"), helper.make_tensor("b", TensorProto.FLOAT, [256], b.tolist()),
                               helper.make_tensor("unused", TensorProto.INT64, [3], [1, -2, 3])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9, producer_name="fixture")
    model.metadata_props.add(key="note", value="made for a test")
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(out, "linear.onnx"))
    put("linear.json", {"weights": {i.name: {"shape": list(i.dims), "elements": int(np.prod(i.dims))} for i in model.graph.initializer},
                        "nodes": [n.op_type for n in model.graph.node]})
    onnx.save_model(model, os.path.join(out, "external.onnx"), save_as_external_data=True, location="external.onnx_data", size_threshold=1024)


whole_gguf()
split_gguf()
big_endian_gguf()
safetensors()
onnx_models()
print(sum(os.path.getsize(os.path.join(out, n)) for n in os.listdir(out)), "bytes in", len(os.listdir(out)), "files")
