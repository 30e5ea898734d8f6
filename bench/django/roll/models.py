from django.db import models


class Member(models.Model):
    name = models.CharField(max_length=60)
    sound = models.CharField(max_length=120, db_index=True)
    phone = models.CharField(max_length=20)
    group = models.CharField(max_length=60)
    status = models.CharField(max_length=10)
    joined = models.DateField()

    class Meta:
        ordering = ["sound", "id"]
        indexes = [models.Index(fields=["sound", "id"])]
