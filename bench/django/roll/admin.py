from django.contrib import admin

from .models import Member


@admin.register(Member)
class Members(admin.ModelAdmin):
    list_display = ["name", "group", "phone", "status", "joined"]
    list_per_page = 100
