"""The bodies that VTEX answers with (facts: VTEX, section 4.2)."""

from __future__ import annotations

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Login</title></head><body><form action='/_v/segment/admin-login'></form>"
    "</body></html>"
)
STORE_404_PAGE = (
    "<!DOCTYPE html><html><head><title>Página não encontrada</title></head><body><h1>Ops!</h1></body></html>"
)
GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"


def error(status: int, code: str, message: str) -> JSONResponse:
    """Answer with the error object of VTEX's order endpoints."""
    return JSONResponse({"error": {"code": code, "message": message, "exception": None}}, status)


def unauthorized() -> JSONResponse:
    """Answer that the credentials are wrong or missing."""
    return error(401, "1", "Unauthorized access")


def forbidden() -> JSONResponse:
    """Answer that the credentials lack a resource."""
    return error(403, "2", "Access denied")


def problem(status: int, title: str) -> JSONResponse:
    """Answer with an RFC 9110 problem object."""
    body = {"type": f"https://tools.ietf.org/html/rfc9110#section-{status}", "title": title, "status": status}
    return JSONResponse(body | {"traceId": "00-simulator-00"}, status, media_type="application/problem+json")


def not_found() -> JSONResponse:
    """Answer that there is no such thing."""
    return problem(404, "Not Found")


def text(status: int, message: str) -> PlainTextResponse:
    """Answer with a bare sentence, as the catalogue does."""
    return PlainTextResponse(message, status)


def html(status: int, page: str) -> HTMLResponse:
    """Answer with a web page where JSON was expected."""
    return HTMLResponse(page, status)


def nothing() -> Response:
    """Answer that it is done."""
    return Response(status_code=204)
