"""What can be done to a contact and to a person; every write goes through here."""

from .beside import mark_read
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
    known_of,
    level_of,
    move_case,
    name_case,
    open_case,
    postpone_next,
    set_next,
)
from .completing import Incomplete, complete_contact, edit_contact, end_quickly, facts_of, version_of
from .drafting import Conflict, save_draft
from .merging import merge_persons, undo_merge
from .opening import language_of, open_contact, open_contact_afterwards, take_over_open_contact
from .person_details import add_flag, add_representative, end_flag, end_representative
from .person_of_contact import attach_person, detach_person
from .persons import change_person, create_person, open_identity_code, reseal_identity_codes
from .returning import continue_by_code, give_code, mark_caller
from .tasks import add_task, change_task, finish_task, postpone_task, reopen_task
from .upkeep import save_case_state

__all__ = [
    "CaseConflict",
    "Conflict",
    "GoalFacts",
    "Incomplete",
    "ServiceFacts",
    "add_flag",
    "add_representative",
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
    "continue_by_code",
    "create_person",
    "detach_person",
    "drop_agreed_service",
    "edit_contact",
    "end_flag",
    "end_quickly",
    "end_representative",
    "facts_of",
    "finish_task",
    "give_code",
    "known_of",
    "language_of",
    "level_of",
    "mark_caller",
    "mark_read",
    "may_annul",
    "merge_persons",
    "move_case",
    "name_case",
    "open_case",
    "open_contact",
    "open_contact_afterwards",
    "open_identity_code",
    "postpone_next",
    "postpone_task",
    "reach_goal",
    "reopen_task",
    "reseal_identity_codes",
    "save_case_state",
    "save_draft",
    "save_plan",
    "set_next",
    "take_over_open_contact",
    "undo_merge",
    "version_of",
    "write_note",
]
