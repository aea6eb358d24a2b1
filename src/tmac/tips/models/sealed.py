"""What the server keeps and cannot read: boxes, and the wraps of the keys that open them.

The wraps stand in tables of their own. Deleting them is how a tip is shredded: what a copy of the
other tables holds opens with nothing.
"""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes

CASCADE = models.CASCADE


class Sealed(models.Model):
    """The sealed content of a tip, and what proves its filing."""

    tip = models.OneToOneField("tips.Tip", CASCADE, primary_key=True, related_name="sealed")
    lookup_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of what the code gives
    body_hash = models.CharField(max_length=64)  # a filing sent again is known by it
    reporter_key = models.BinaryField()
    content = models.BinaryField()
    receipt_position = models.PositiveBigIntegerField(null=True)

    privacy = classes(
        internal="tip body_hash reporter_key receipt_position", sealed="lookup_hash content"
    )


class IdentityBlob(models.Model):
    """Name and contact under the tip's own identity key: always there, always of one size."""

    tip = models.OneToOneField("tips.Tip", CASCADE, primary_key=True, related_name="identity")
    box = models.BinaryField()

    privacy = classes(internal="tip", sealed="box")


class Share(models.Model):
    """One custodian's share of the identity key of one tip, sealed to that custodian's key."""

    tip = models.ForeignKey("tips.Tip", CASCADE, related_name="shares")
    key_id = models.UUIDField()
    box = models.BinaryField()

    privacy = classes(internal="id tip key_id", sealed="box")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tip", "key_id"], name="share_once_a_custodian")
        ]


class Epoch(models.Model):
    """One case key in the life of a tip: 1 at filing, one more with each hand-over."""

    tip = models.ForeignKey("tips.Tip", CASCADE, related_name="epochs")
    number = models.PositiveSmallIntegerField()
    reporter_wrap = models.BinaryField()
    previous = models.BinaryField(default=bytes)  # the key before, under this one; none for 1

    privacy = classes(internal="id tip number", sealed="reporter_wrap previous")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tip", "number"], name="epoch_once")]


class Wrap(models.Model):
    """The case key of one epoch, sealed to a unit or to a single officer."""

    tip = models.ForeignKey("tips.Tip", CASCADE, related_name="wraps")
    epoch = models.PositiveSmallIntegerField()
    key_id = models.UUIDField()
    box = models.BinaryField()

    privacy = classes(internal="id tip epoch key_id", sealed="box")

    class Meta:
        ordering = ["epoch", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tip", "epoch", "key_id"], name="wrap_once_a_key")
        ]


class TipFile(models.Model):
    """A sealed file that belongs to the content or to one message."""

    id = models.UUIDField(primary_key=True, editable=False)
    tip = models.ForeignKey("tips.Tip", CASCADE, related_name="files")
    message = models.ForeignKey("tips.Message", CASCADE, null=True, related_name="files")
    objects_count = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()  # padded

    privacy = classes(internal="id tip message objects_count size")
