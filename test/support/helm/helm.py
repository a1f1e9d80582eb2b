"""Helm as a library (com.marcnuri.helm-java:linux-amd64 of Maven Central), called for lint and template.

Usage: helm.py LIBRARY lint CHART | helm.py LIBRARY template CHART VALUES KUBE_VERSION | helm.py LIBRARY version
Prints what Helm says; ends with 1 when Helm has an error.
"""

import ctypes
import sys

TEXT, YES = ctypes.c_char_p, ctypes.c_int


class Result(ctypes.Structure):
    _fields_ = [(name, TEXT) for name in ("out", "err", "stdOut", "stdErr")]


class LintOptions(ctypes.Structure):
    _fields_ = [("path", TEXT), ("strict", YES), ("quiet", YES)]


class TemplateOptions(ctypes.Structure):
    _fields_ = [
        ("name", TEXT), ("version", TEXT), ("chart", TEXT), ("namespace", TEXT), ("kubeVersion", TEXT),
        ("dependencyUpdate", YES), ("skipCRDs", YES),
        ("values", TEXT), ("setFiles", TEXT), ("valuesFiles", TEXT), ("certFile", TEXT), ("keyFile", TEXT), ("caFile", TEXT),
        ("insecureSkipTlsVerify", YES), ("plainHttp", YES), ("keyring", TEXT), ("debug", YES), ("repositoryConfig", TEXT),
    ]


def call(library, name, options=None):
    function = getattr(library, name)
    function.restype = Result
    return function(ctypes.byref(options)) if options is not None else function()


def main(path, command, *args):
    library = ctypes.CDLL(path)
    given = [arg.encode() for arg in args]
    if command == "lint":
        result = call(library, "Lint", LintOptions(path=given[0], strict=1))
    elif command == "template":
        chart, values, version = given
        result = call(library, "Template", TemplateOptions(name=b"watch", chart=chart, namespace=b"homeostat", valuesFiles=values, kubeVersion=version))
    else:
        result = call(library, "Version")
    print(*[text.decode() for text in (result.out, result.err) if text], sep="\n")
    return 1 if result.err else 0


sys.exit(main(*sys.argv[1:]))
