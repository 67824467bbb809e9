"""What can be done to a contact and to a person; every write goes through here."""

from .case_merging import CaseConflict
from .case_notes import annul_note, may_annul, write_note
from .case_plan import (
    GoalFacts,
    ServiceFacts,
    agree_service,
    change_agreed_service,
    drop_agreed_service,
    reach_goal,
    save_plan,
)
from .cases import (
    assign_case,
    attach_contact_to_case,
    change_case,
    move_case,
    name_case,
    open_case,
    postpone_next,
    set_next,
)
from .completing import Incomplete, complete_contact, edit_contact, end_quickly, facts_of, version_of
from .drafting import Conflict, save_draft
from .opening import language_of, open_contact, take_over_open_contact
from .persons import attach_person, change_person, create_person, detach_person
from .tasks import add_task, change_task, finish_task, postpone_task, reopen_task
from .upkeep import save_case_state

__all__ = [
    "CaseConflict",
    "Conflict",
    "GoalFacts",
    "Incomplete",
    "ServiceFacts",
    "add_task",
    "agree_service",
    "annul_note",
    "assign_case",
    "attach_contact_to_case",
    "attach_person",
    "change_agreed_service",
    "change_case",
    "change_person",
    "change_task",
    "complete_contact",
    "create_person",
    "detach_person",
    "drop_agreed_service",
    "edit_contact",
    "end_quickly",
    "facts_of",
    "finish_task",
    "language_of",
    "may_annul",
    "move_case",
    "name_case",
    "open_case",
    "open_contact",
    "postpone_next",
    "postpone_task",
    "reach_goal",
    "reopen_task",
    "save_case_state",
    "save_draft",
    "save_plan",
    "set_next",
    "take_over_open_contact",
    "version_of",
    "write_note",
]
