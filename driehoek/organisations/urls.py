from django.urls import path

from driehoek.organisations.account import views as account
from driehoek.organisations.admin import views as admin
from driehoek.organisations.areas import views as areas
from driehoek.organisations.founding import views as founding
from driehoek.organisations.invitations import views as invitations
from driehoek.organisations.people import views as people

urlpatterns = [
    path("beginnen/", founding.begin, name="begin"),
    path("gebieden/", areas.area_list, name="areas"),
    path("gebieden/nieuw-team/", areas.team_new, name="team_new"),
    path("gebieden/<str:code>/", areas.area, name="area"),
    path("gebieden/<str:code>/erbij/", areas.team_join, name="team_join"),
    path("gebieden/<str:code>/eruit/<int:membership_id>/", areas.team_leave, name="team_leave"),
    path("uitnodiging/<str:token>/", invitations.accept, name="invitation_accept"),
    path("mijn/", account.mine, name="mine"),
    path("mijn/sessies/overige/beeindigen/", account.end_other_sessions, name="session_end_others"),
    path("mijn/sessies/<int:session_id>/beeindigen/", account.end_session, name="session_end"),
    path("beheer/", admin.home, name="admin"),
    path("beheer/instellingen/", admin.installation, name="installation"),
    path("beheer/instellingen/laden/", founding.prepare_again, name="prepare"),
    path("beheer/mensen/", people.people, name="people"),
    path("beheer/mensen/uitnodigen/", invitations.invite, name="invite"),
    path("beheer/mensen/<uuid:code>/", people.person, name="person"),
    path("beheer/mensen/<uuid:code>/rol/", people.ask, name="grant_ask"),
    path("beheer/mensen/<uuid:code>/blokkeren/", people.block, name="person_block"),
    path("beheer/mensen/<uuid:code>/deblokkeren/", people.unblock, name="person_unblock"),
    path("beheer/rollen/<int:grant_id>/", people.grant, name="grant"),
    path("beheer/rollen/<int:grant_id>/goedkeuren/", people.approve, name="grant_approve"),
    path("beheer/rollen/<int:grant_id>/weigeren/", people.refuse, name="grant_refuse"),
    path("beheer/rollen/<int:grant_id>/verlengen/", people.extend, name="grant_extend"),
    path("beheer/rollen/<int:grant_id>/beeindigen/", people.withdraw, name="grant_withdraw"),
    path("beheer/uitnodigingen/<int:invitation_id>/", invitations.invitation, name="invitation"),
    path("beheer/uitnodigingen/<int:invitation_id>/intrekken/", invitations.withdraw, name="invitation_withdraw"),
    path("beheer/uitnodigingen/<int:invitation_id>/opnieuw/", invitations.renew, name="invitation_renew"),
]
