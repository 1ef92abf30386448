"""Why a step of the ladder may not be taken, in words. Called by `escalate` and `log_checks`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.contract.messages import FieldPath, Mistake, format_path
from generator.contract.values import RoleReference
from generator.errors import N_, Finding
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.steps import Obstacle, ObstacleKind, choose_decider, is_left_behind

OBSTACLES: Mapping[ObstacleKind, Mistake] = {
    ObstacleKind.OBSERVATION: Mistake(
        N_("this is an observation, below a deviation: no step of the ladder is taken for it"),
        N_("if it is a deviation after all, record its severity first: details --severity minor --replace"),
    ),
    ObstacleKind.CLOSED: Mistake(N_("the deviation was closed on {day}")),
    ObstacleKind.NOT_FOUND_YET: Mistake(N_("the deviation was not found until {day}"), N_("choose a later --on")),
    ObstacleKind.BEFORE_LAST_ENTRY: Mistake(N_("the log has a later entry, of {day}"), N_("choose a later --on")),
    ObstacleKind.TAKEN_ALREADY: Mistake(N_("{step} was taken on {day}")),
    ObstacleKind.PASSED_OVER_ALREADY: Mistake(N_("{step} was passed over on {day}")),
    ObstacleKind.LATER_STEP_TAKEN: Mistake(
        N_("{other} was taken on {day}, and comes after {step}"),
        N_("say why it was passed over: --step {key} --skip --decided-by {decider} --reason …"),
    ),
    ObstacleKind.EARLIER_STEP_MISSING: Mistake(
        N_("{other} comes before {step} and has not been taken"),
        N_("take it first, or say why it is passed over: --step {other_key} --skip --decided-by {other_decider} --reason …"),
    ),
    ObstacleKind.ANSWER_TIME_RUNNING: Mistake(
        N_("the supplier has until {day} to answer {other}"),
        N_("wait, or record the answer if it has come"),
    ),
    ObstacleKind.NOT_THEIRS_TO_DECIDE: Mistake(N_("{role} does not decide on {step}"), N_("it is decided by {roles}")),
    ObstacleKind.NO_GROUND: Mistake(N_("there is no ground for {step}"), N_("it needs one of: {grounds}")),
    ObstacleKind.PLAN_NEVER_CAME: Mistake(
        N_("the only ground for {step} is that the plan, due on {day}, never came, and the ladder has no sanction rest on that"),
        N_("write missing_plan_is_ground: true in the ladder file if your organisation reads the clause so"),
    ),
    ObstacleKind.NOT_FRAMEWORK_AGREEMENT: Mistake(
        N_("call-offs are suspended only in framework agreements"), N_("this step does not exist here; go on with the next")
    ),
    ObstacleKind.NO_PENALTY_AGREED: Mistake(
        N_("no penalty is agreed in this contract"), N_("add clause.terms.penalty if there is one, or go on with the next step")
    ),
    ObstacleKind.GROUND_EXCLUDED: Mistake(
        N_("there can be no {step}: the ground is excluded, as ground_excluded says"),
        N_("this step does not exist here; go on with the next"),
    ),
    ObstacleKind.BEGINS_HIGHER: Mistake(
        N_("the ladder begins above {step} for a deviation of this severity, so nothing is passed over"),
        N_("go on with the step that it begins with"),
    ),
    ObstacleKind.ONLY_SUSPECTED: Mistake(
        N_("nothing has shown yet that there is a deviation, and {step} is not for what is only suspected"),
        N_("record that it is established once that is shown, or take a step that has while_suspected in the ladder"),
    ),
    ObstacleKind.CONTRACT_ENDED: Mistake(
        N_("the contract ended on {day}, so no sanction can follow any more, or be threatened"),
        N_("settle what is left of the deviation, and record that it is closed"),
    ),
    ObstacleKind.TERMINATED_ALREADY: Mistake(N_("the contract was terminated on {day}, for another deviation")),
    ObstacleKind.NO_REMEDIATION: Mistake(
        N_("the deviation is child labour, and no action of the plan is marked as one that remedies the children's situation"),
        N_("see that the plan has one, and mark it with remediation: true"),
    ),
    ObstacleKind.NO_CONDITION: Mistake(
        N_("none of the conditions for immediate termination holds"),
        N_("a severe deviation with severe_remedied_at_once: false, a penalty at its maximum, or a suspension of its months"),
    ),
}
"""What stands in the way of a step, in words."""
_LEFT_BEHIND = N_("say why it was passed over: --step {other_key} --skip --decided-by {other_decider} --reason …")
"""The hint of an earlier step that can't be taken any more."""


def describe_obstacle(  # noqa: PLR0913 (all that it tells of)
    obstacle: Obstacle,
    standing: DeviationStanding,
    step: str,
    decided_by: RoleReference | None,
    path: FieldPath,
    *,
    is_logged: bool = False,
) -> Finding:
    """What stands in the way of a step, told of the field at `path`; `is_logged` is whether the step was taken all the same."""
    mistake, wanted, hint = OBSTACLES[obstacle.kind], standing.ladder.steps[step], OBSTACLES[obstacle.kind].hint
    if obstacle.kind is ObstacleKind.EARLIER_STEP_MISSING and (is_logged or is_left_behind(standing, obstacle.step)):
        hint = _LEFT_BEHIND
    values = {
        "step": standing.ladder.name(step),
        "other": standing.ladder.name(obstacle.step),
        "key": step,
        "other_key": obstacle.step,
        "decider": choose_decider(standing, step),
        "other_decider": choose_decider(standing, obstacle.step) if obstacle.step else "",
        "day": obstacle.day.isoformat() if obstacle.day else "",
        "role": str(decided_by or ""),
        "roles": ", ".join(wanted.decided_by),
        "grounds": ", ".join(ground.value for ground in wanted.grounds),
    }
    return Finding(mistake.message, subject=format_path(path), hint=hint, values=values)
