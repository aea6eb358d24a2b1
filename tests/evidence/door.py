"""A small door for tests: a form with files, sealed while it arrives, claimed for its case."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tmac.core.access import public
from tmac.evidence import sealed
from tmac.evidence.sealed import SealingUpload


@public
@csrf_exempt
def tell(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse("ready")
    case, now = uuid4(), timezone.now()
    handler = SealingUpload(request, case=case, now=now)
    request.upload_handlers = [handler]  # type: ignore[assignment]
    words = request.POST.get("text", "")
    with transaction.atomic():
        files = [(file.id, file.secret) for file in handler.files]
        claimed = sealed.claim(now=now, case=case, files=files)
    answer = {
        "case": str(case),
        "text_length": len(words),
        "manifests": [file.manifest() for file in handler.files],
        "scans": [file.scan for file in handler.files],
        "objects": [file.objects for file in claimed],
        "faults": [[fault.field, str(fault.message)] for fault in handler.faults],
        "fields": {name: len(files) for name, files in request.FILES.lists()},
        "cut_short": handler.is_cut_short,
    }
    return JsonResponse(answer, status=201)


urlpatterns = [path("tell/", tell)]
