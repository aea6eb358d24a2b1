from django.urls import path

from tmac.workspace.reference import boundaries, categories, clocks, holidays, regions

urlpatterns = [
    path("", categories.category_list, name="reference"),
    path("categories/new/", categories.category_new, name="category_new"),
    path("categories/<str:code>/retire/", categories.category_retire, name="category_retire"),
    path("categories/<str:code>/restore/", categories.category_restore, name="category_restore"),
    path("clocks/", clocks.clock_list, name="clocks"),
    path("clocks/<str:code>/", clocks.clock_edit, name="clock_edit"),
    path("holidays/", holidays.holiday_list, name="holidays"),
    path("holidays/new/", holidays.holiday_new, name="holiday_new"),
    path("holidays/<int:holiday_id>/remove/", holidays.holiday_remove, name="holiday_remove"),
    path("regions/", regions.region_list, name="regions"),
    path("regions/<str:scheme>/<str:province>/", regions.region_move, name="region_move"),
    path("boundaries/", boundaries.boundary_status, name="boundaries"),
]
