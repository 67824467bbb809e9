"""Which destination a service leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.destinations import ServiceTraits, derive, is_under, matches, rules_in_order
from casework.models import DestinationRule

CODES = st.from_regex(r"P(1?\d|2\d)(\.[1-9]\d?)?", fullmatch=True)


def rule(match, provider_type="Municipality", order=1):
    return DestinationRule(order=order, provider_type=provider_type, match=match, destination_id="R21")


@given(CODES, CODES)
def test_a_branch_holds_itself_and_what_is_below_it_only(code, branch):
    assert is_under(code, branch) == (code.split(".")[: len(branch.split("."))] == branch.split("."))


@given(st.frozensets(CODES, max_size=4), st.lists(CODES, min_size=1, max_size=4))
def test_a_class_rule_matches_when_any_class_is_under_any_of_its_branches(held, wanted):
    traits = ServiceTraits("Municipality", ptv_classes=held)
    expected = any(is_under(code, branch) for code in held for branch in wanted)
    assert matches(rule("ptv:" + ",".join(wanted)), traits) == expected


@given(st.sampled_from(["State", "Company", "Parish"]), st.frozensets(CODES))
def test_a_rule_of_another_provider_type_never_matches(provider_type, held):
    assert not matches(rule("", "Municipality"), ServiceTraits(provider_type, ptv_classes=held))


@given(st.permutations(range(5)))
def test_the_first_match_by_order_wins_whatever_else_matches(orders):
    rules = sorted((rule("", order=order) for order in orders), key=lambda one: one.order)
    for index, one in enumerate(rules):
        one.destination_id = f"R{index}"
    found = next(one for one in rules if matches(one, ServiceTraits("Municipality")))
    assert found.destination_id == "R0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("traits", "destination"),
    [
        (ServiceTraits("RegionalOrganization", is_own_local_point=True, ptv_classes=frozenset({"P4"})), "R19"),
        (ServiceTraits("RegionalOrganization", ptv_classes=frozenset({"P5.6"})), "R17"),
        (ServiceTraits("RegionalOrganization", ptv_classes=frozenset({"P5.13"})), "R16"),
        (ServiceTraits("RegionalOrganization", ptv_classes=frozenset({"P4.2"})), "R10"),
        (ServiceTraits("RegionalOrganization", target_groups=frozenset({"KR1.1"})), "R10"),
        (ServiceTraits("RegionalOrganization", target_groups=frozenset({"KR1.6"})), "R11"),
        (ServiceTraits("RegionalOrganization", ptv_classes=frozenset({"P4.9"})), "R12"),
        (ServiceTraits("RegionalOrganization", ptv_classes=frozenset({"P5"})), "R15"),
        (ServiceTraits("RegionalOrganization"), None),
        (ServiceTraits("Municipality", ptv_classes=frozenset({"P10.1"})), "R22"),
        (ServiceTraits("Municipality", ptv_classes=frozenset({"P25"})), "R20"),
        (ServiceTraits("Municipality"), "R21"),
        (ServiceTraits("State", business_names=frozenset({"Kansaneläkelaitos Kela"})), "R50"),
        (ServiceTraits("State", business_names=frozenset({"Kelakka"})), "R51"),
        (ServiceTraits("Organization"), "R30"),
        (ServiceTraits("Parish"), "R32"),
        (ServiceTraits("Company"), "R40"),
        (ServiceTraits("Unheard"), None),
    ],
)
def test_the_starting_rules_lead_where_the_domain_says(traits, destination):
    found = derive(rules_in_order(), traits)
    assert (found.pk if found else None) == destination
