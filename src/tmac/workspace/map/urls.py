"""The map and what it asks for."""

from django.urls import path

from tmac.workspace.map import places, views

urlpatterns = [
    path("", views.page, name="map"),
    path("areas.json", views.areas, name="map_areas"),
    path("pins.json", views.pins, name="map_pins"),
    path("card", views.card, name="map_card"),
    path("search.json", views.search, name="map_search"),
    path("places.json", places.places, name="map_places"),
    path("locate.json", places.locate, name="locate"),
    path("agencies.json", places.agencies_nearest, name="agencies_nearest"),
]
