"""The quick exit: the browser is told to forget this site, and shown a harmless one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tmac.portal.tips.doors import reporter_page


@reporter_page
def leave(request: HttpRequest) -> HttpResponse:
    """Wipes what the browser keeps of this site and leads away, without saying where from."""
    answer = HttpResponse(status=303, headers={"Location": settings.EXIT_URL})
    if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        # Asked from a page of another site it would sign officers out and erase others' drafts.
        answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer
