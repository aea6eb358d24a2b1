"""Template words of this product; available in every template without a load tag."""

from django import template

register = template.Library()
