"""Drawing files of the map, for everybody: names never change their content, so browsers keep them.

A missing level is answered with 404 and a reason as JSON, which the map shows instead.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tmac.core.access import public
from tmac.core.errors import NotFound
from tmac.geography import shapes

_FOR_EVER = "public, max-age=31536000, immutable"


@public
@require_safe
def shape(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """One drawing file, gzipped for those who accept it."""
    try:
        path = shapes.shape_path(version, name)
    except NotFound as fault:
        return JsonResponse({"reason": str(fault)}, status=404)
    is_packed = _accepts_gzip(request)
    etag = f'"{version}-{name}{"-gz" if is_packed else ""}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    elif is_packed:
        response = HttpResponse(_packed(path), content_type="application/json")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(path.read_bytes(), content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = _FOR_EVER
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _accepts_gzip(request: HttpRequest) -> bool:
    """Whether gzip is among the accepted encodings with a weight above zero."""
    for offered in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = offered.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _packed(path: Path) -> bytes:
    beside = path.with_suffix(".json.gz")
    return beside.read_bytes() if beside.is_file() else _pack(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _pack(path: Path, changed: int) -> bytes:
    """The files that come with the code have no packed twin."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)
