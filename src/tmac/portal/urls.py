"""The public door: pages that anyone may open, without a cookie."""

from django.urls import include, path

from tmac.portal import machines, riskmap, shapes, towns, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("success/", views.success, name="success"),
    path("about-the-data/", views.about_data, name="about_data"),
    path("cookies/", views.cookies, name="cookies"),
    path("help/", views.help_page, name="help"),
    path("shapes/<str:version>/<str:name>.json", shapes.shape, name="shape"),
    path("map/", riskmap.page, name="map"),
    path("map/areas.json", riskmap.areas, name="map_areas"),
    path("map/towns.json", towns.towns, name="towns"),
    path("", include("tmac.portal.tips.urls")),
    path("health", machines.health, name="health"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
]
