"""Addresses of the pages by which an organisation and a federation are kept in order; learners.urls includes them."""

from django.urls import path

from learners.views.organisation import changes, federation, joining, sectors, teams, units

urlpatterns = [
    path("organisation/enheter/", units.units, name="units"),
    path("organisation/enheter/<int:unit_id>/", units.unit, name="unit"),
    path("organisation/enheter/<int:unit_id>/ny/", units.add, name="unit-add"),
    path("organisation/enheter/<int:unit_id>/namn/", units.rename, name="unit-rename"),
    path("organisation/enheter/<int:unit_id>/flytta/", units.move, name="unit-move"),
    path("organisation/enheter/<int:unit_id>/stang/", units.close, name="unit-close"),
    path("organisation/enheter/<int:unit_id>/oppna/", units.reopen, name="unit-reopen"),
    path("organisation/enheter/<int:unit_id>/ansvar/", units.controller, name="unit-controller"),
    path("organisation/arbetslag/", teams.teams, name="teams"),
    path("organisation/arbetslag/nytt/", teams.add, name="team-add"),
    path("organisation/arbetslag/<int:team_id>/", teams.team, name="team"),
    path("organisation/arbetslag/<int:team_id>/andra/", teams.change, name="team-change"),
    path("organisation/arbetslag/<int:team_id>/stang/", teams.close, name="team-close"),
    path("organisation/arbetslag/<int:team_id>/oppna/", teams.reopen, name="team-reopen"),
    path("organisation/arbetslag/<int:team_id>/medlemmar/", joining.join, name="team-join"),
    path("organisation/arbetslag/<int:team_id>/medlemmar/<int:place_id>/", teams.leave, name="team-leave"),
    path("organisation/arbetslag/<int:team_id>/medlemmar/<int:place_id>/kvar/", teams.stay, name="team-stay"),
    path("organisation/andringar/", changes.changes, name="changes"),
    path("akademin/organisationer/", federation.organisations, name="organisations"),
    path("akademin/organisationer/ny/", federation.add, name="organisation-add"),
    path("akademin/organisationer/<int:organisation_id>/", federation.organisation, name="organisation"),
    path("akademin/organisationer/<int:organisation_id>/andra/", federation.change, name="organisation-change"),
    path("akademin/organisationer/<int:organisation_id>/stang/", federation.close, name="organisation-close"),
    path("akademin/organisationer/<int:organisation_id>/oppna/", federation.reopen, name="organisation-reopen"),
    path("akademin/organisationer/<int:organisation_id>/agare/ny/", federation.add_owner, name="owner-add"),
    path("akademin/organisationer/<int:organisation_id>/agare/<int:owner_id>/", federation.end_owner, name="owner-end"),
    path("akademin/sektorer/", sectors.sectors, name="sectors"),
    path("akademin/sektorer/ny/", sectors.add, name="sector-add"),
    path("akademin/sektorer/<int:sector_id>/namn/", sectors.rename, name="sector-rename"),
    path("akademin/sektorer/<int:sector_id>/stang/", sectors.close, name="sector-close"),
    path("akademin/sektorer/<int:sector_id>/oppna/", sectors.reopen, name="sector-reopen"),
]
