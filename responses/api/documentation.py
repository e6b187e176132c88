"""The documentation of the API, made from its own description: OpenAPI for programs, a plain page for people."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.api.endpoints import api
from responses.permissions import allowed, check_can_export, check_reads_everything

BEGINS = "/api/v1/"


def description() -> dict:
    """The API as OpenAPI 3.1 has it."""
    return api.get_openapi_schema(path_prefix=BEGINS)


@login_not_required  # it holds nothing of the record, and programs that make clients of it have no token
@require_safe
def openapi(request):
    return JsonResponse(description())


def api_documentation(request):
    check_reads_everything(request.user)
    described = description()
    context = {
        "about": described["info"]["description"],
        "endpoints": [_endpoint(path, each["get"], described) for path, each in described["paths"].items()],
        "problem": _fields(described["components"]["schemas"]["Problem"], described),
        "can_export": allowed(check_can_export, request.user),
        "host": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "responses/api_documentation.html", context)


def _endpoint(path: str, operation: dict, described: dict) -> dict:
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    whole = _resolved(answer, described)
    items = _resolved(whole["properties"]["items"]["items"], described)
    return {
        "name": operation["summary"],
        "path": path,
        "words": operation["description"],
        "parameters": [each for each in operation["parameters"] if each["in"] == "query"],
        "around": [each for each in _fields(whole, described) if each["name"] != "items"],
        "items": _fields(items, described),
    }


def _resolved(schema: dict, described: dict) -> dict:
    name = schema.get("$ref", "").rpartition("/")[2]
    return described["components"]["schemas"][name] if name else schema


def _fields(schema: dict, described: dict) -> list[dict]:
    """[{name, type, words}]"""
    return [
        {"name": name, "type": _type(_resolved(each, described)), "words": each.get("description", "")}
        for name, each in schema["properties"].items()
    ]


def _type(schema: dict) -> str:
    """In words: "text", "day or null"."""
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    return {"date": "day", "date-time": "moment"}.get(schema.get("format"), "") or {
        "string": "text",
        "integer": "number",
        "boolean": "true or false",
        "null": "null",
        "array": "list",
    }.get(schema.get("type"), schema.get("type", ""))
