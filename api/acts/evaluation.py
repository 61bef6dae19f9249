"""Acts of an evaluation: declarations, examination, scores, consensus, ranking."""

from api.acts import sheets
from api.acts.acting import Acting
from api.commands import RefusedError
from contracts import names
from contracts.aggregate import wrong_stage
from contracts.envelope import Answer
from contracts.evaluation import ExaminationSheet, Interest, Score, ScoreSheet, process
from contracts.refusals import Code, refuse
from infra.store import access, records
from infra.store.engine import Connection
from infra.store.queries import evaluation, people


async def open_round(act: Acting, tender: str, draft_hash: str) -> Answer:
    """Put the committee of the published version to work; the answer's `aggregate` names the
    round. Raises RefusedError (WRONG_STAGE) while another round is at work."""

    number = await act.services.store.read(lambda c: _next_round(c, act, tender))
    command = process.OpenEvaluation(
        **act.fields(names.evaluation(tender, number)),
        tender=names.tender(tender),
        round=number,
        draft_hash=draft_hash,
    )
    return await act.arrive(command)


def _next_round(connection: Connection, act: Acting, tender: str) -> int:
    state = records.read_state(connection, names.tender(tender))
    if state is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    actor = act.me.actor
    held = people.relations(connection, tender, actor.person)
    asked = process.OpenEvaluation.permission
    if refusal := access.refusal(connection, state, actor, asked, held):
        raise RefusedError(refusal)
    earlier = evaluation.rounds(connection, tender)
    if not earlier:
        return 1
    last = earlier[-1]
    if records.find_command(connection, act.fields(last.aggregate)["id"]) is not None:
        return last.round  # a repeat of the act that opened it
    if not last.ended:
        raise RefusedError(wrong_stage(last))
    return last.round + 1


async def declare(act: Acting, aggregate: str, choice: Interest, statement: str) -> Answer:
    """Declare, or change, one's interest; `statement` says what it is."""
    said = None
    if choice is not Interest.NONE or statement.strip():
        said = act.bind_text(statement, "statement")
    command = process.DeclareInterest(**act.fields(aggregate), choice=choice, statement=said)
    return await act.send(command)


async def judge(act: Acting, aggregate: str, person: str, admit: bool, reason: str) -> Answer:
    """Admit, or not, a member who declared a possible conflict."""
    command = process.JudgeDeclaration(
        **act.fields(aggregate),
        person=person,
        admit=admit,
        reason=act.bind_text(reason, "reason"),
    )
    return await act.send(command)


async def replace(act: Acting, aggregate: str, person: str, by: str) -> Answer:
    """Let another person take a member's place."""
    command = process.ReplaceMember(**act.fields(aggregate), person=person, by=by)
    return await act.send(command)


async def save_examination(act: Acting, sheet: ExaminationSheet, known: int) -> int:
    """Write the examination; it binds nobody yet."""
    return await sheets.save(act, sheet.evaluation, evaluation.EXAMINATION, sheet, known)


async def record_examination(act: Acting, aggregate: str, sha256: str) -> Answer:
    """Decide on exclusion, selection and regularity, as the sheet that was read says."""
    command = process.RecordExamination(**act.fields(aggregate), sheet=sha256)
    return await sheets.commit(act, command, evaluation.EXAMINATION, sha256)


def own_sheet(act: Acting, aggregate: str, rows: tuple[Score, ...]) -> ScoreSheet:
    """Rows as the sheet of the person who acts."""
    return ScoreSheet(evaluation=aggregate, person=act.me.actor.person, rows=rows)


async def save_scores(act: Acting, sheet: ScoreSheet, known: int) -> int:
    """Write one's own scores; nobody else reads them."""
    return await sheets.save(act, sheet.evaluation, evaluation.SCORES, sheet, known)


async def submit_scores(act: Acting, aggregate: str, sha256: str) -> Answer:
    """Hand in one's own scores."""
    command = process.SubmitScores(**act.fields(aggregate), sheet=sha256)
    return await sheets.commit(act, command, evaluation.SCORES, sha256)


async def save_consensus(act: Acting, sheet: ScoreSheet, known: int) -> int:
    """Write the agreed scores."""
    return await sheets.save(act, sheet.evaluation, evaluation.CONSENSUS, sheet, known)


async def close_consensus(act: Acting, aggregate: str, sha256: str) -> Answer:
    """Close the consensus: every cell has an agreed score with reasons."""
    command = process.CloseConsensus(**act.fields(aggregate), sheet=sha256)
    return await sheets.commit(act, command, evaluation.CONSENSUS, sha256)


async def reveal(act: Acting, aggregate: str) -> Answer:
    """Have the totals made and shown; there is no way back."""
    return await act.send(process.RevealRanking(**act.fields(aggregate)))


async def decide_tie(act: Acting, aggregate: str, bid: str, reason: str) -> Answer:
    """Apply the announced rule to equal bids in the first place."""
    command = process.DecideTie(
        **act.fields(aggregate), bid=bid, reason=act.bind_text(reason, "reason")
    )
    return await act.send(command)


async def conclude(act: Acting, aggregate: str) -> Answer:
    """Close the evaluation; an award follows."""
    return await act.send(process.ConcludeEvaluation(**act.fields(aggregate)))
