"""Renders every template of a folder on every conversation of a file as the transformers library does.

usage: python3 chat_template_fixtures.py TEMPLATES CONVERSATIONS.json OUT.json      (needs jinja2 3.1)

The result is a list of {template, conversation} with either text, or refused (the message of raise_exception), or
error (any other failure). The filter from_json is added, as llama.cpp has it.
"""
import datetime
import json
import os
import sys

import jinja2
import jinja2.ext
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2026, 7, 26, 9, 5, 3)


class Refused(Exception):
    pass


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def refuse(message):
    raise Refused(str(message))


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def main():
    folder, conversations, out = sys.argv[1:]
    env = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    env.filters["tojson"] = tojson
    env.filters["from_json"] = json.loads
    env.globals["raise_exception"] = refuse
    env.globals["strftime_now"] = NOW.strftime
    results = []
    with open(conversations, encoding="utf-8") as file:
        given = json.load(file)
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".jinja"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            source = file.read()
        for conversation, variables in given.items():
            result = {"template": name, "conversation": conversation}
            try:
                result["text"] = env.from_string(source).render(**variables)
            except Refused as refused:
                result["refused"] = str(refused)
            except Exception as error:
                result["error"] = type(error).__name__ + ": " + str(error)
            results.append(result)
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        json.dump(results, file, indent=1, ensure_ascii=True)
        file.write("\n")


main()
