"""People are kept on the people pages, which send the invitation: the admin gets no second way in.

Groups are not used here. An e-mail address added to somebody else's account would receive links to set its password.
"""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group

admin.site.unregister([EmailAddress, Group])
