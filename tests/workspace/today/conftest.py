"""The stage of the risk map's tests serves here too."""

from tests.riskmap.conftest import stage as stage
