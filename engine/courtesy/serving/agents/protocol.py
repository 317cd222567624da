"""The Model Context Protocol, spoken for a desk. Questions are answered in threads: one never holds up others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import anyio
import anyio.to_thread
import mcp_types as wire
from mcp.server import Server
from mcp.shared.exceptions import MCPError

import courtesy
from courtesy.serving.agents import prompts, tools
from courtesy.serving.agents.budget import written
from courtesy.serving.agents.errors import BadArgumentsError, TooBusyError
from courtesy.serving.agents.limits import AT_ONCE, MAX_WAITING
from courtesy.serving.agents.pages import MARKDOWN, SCHEME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mcp.server import ServerRequestContext

    from courtesy.serving.agents.desk import Desk
    from courtesy.serving.agents.pages import Page

_T = TypeVar("_T")
_MOST_PROBLEMS = 5
_READ_ONLY = wire.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_WRITES = wire.ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)
_INSTRUCTIONS = (
    f"Before you contact anybody, ask `{tools.CHECK}`, and do it only where `permitted` is true. A refusal is an "
    "answer: take an action of `try_next`, or do what `retry` says. An error permits nothing."
)


class Protocol:
    """The answers to what clients ask, in the types of the protocol."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._line = anyio.CapacityLimiter(AT_ONCE)
        self.server: Server[Any] = Server(
            "courtesy",
            version=courtesy.__version__,
            title="Courtesy",
            description=f"{desk.policy.title} ({desk.policy.id})",
            instructions=_INSTRUCTIONS,
            on_list_tools=self._tools,
            on_call_tool=self._call,
            on_list_resources=self._resources,
            on_list_resource_templates=self._templates,
            on_read_resource=self._read,
            on_list_prompts=self._prompts,
            on_get_prompt=self._prompt,
        )

    async def _tools(
        self, _: ServerRequestContext[Any, Any], __: wire.PaginatedRequestParams | None
    ) -> wire.ListToolsResult:
        return wire.ListToolsResult(tools=await self._off_the_loop(self._listed_tools))

    def _listed_tools(self) -> list[wire.Tool]:
        return [self._tool(name, title) for name, title in tools.offered(self._desk.cases).items()]

    def _tool(self, name: str, title: str) -> wire.Tool:
        return wire.Tool(
            name=name,
            title=title,
            description=tools.about(name, self._desk.policy),
            input_schema=self._desk.schema(name),
            output_schema=tools.output_schema(name),
            annotations=_WRITES if name in tools.CLAIMS else _READ_ONLY,
        )

    async def _call(self, _: ServerRequestContext[Any, Any], params: wire.CallToolRequestParams) -> wire.CallToolResult:
        name = params.name
        offered = tools.offered(self._desk.cases)
        if name not in offered:
            raise MCPError(wire.INVALID_PARAMS, f"there is no tool `{name}`; there are {', '.join(offered)}")
        try:
            answer = await self._off_the_loop(lambda: self._desk.answer(name, params.arguments or {}))
        except Exception as error:  # noqa: BLE001  whatever went wrong, nothing is permitted
            return wire.CallToolResult(content=[_text(written(refusal(error)))], is_error=True)
        return wire.CallToolResult(content=[_text(written(answer))], structured_content=answer)

    async def _resources(
        self, _: ServerRequestContext[Any, Any], __: wire.PaginatedRequestParams | None
    ) -> wire.ListResourcesResult:
        return wire.ListResourcesResult(resources=[_resource(one) for one in self._desk.pages.listed()])

    async def _templates(
        self, _: ServerRequestContext[Any, Any], __: wire.PaginatedRequestParams | None
    ) -> wire.ListResourceTemplatesResult:
        listed = (
            ("policy", "policy/{id}@{version}", "A policy as a page"),
            ("rule", "rule/{policy}/{rule}", "A rule in plain words"),
            ("facts", "facts/{policy}", "What rules can ask about"),
        )
        return wire.ListResourceTemplatesResult(
            resource_templates=[
                wire.ResourceTemplate(name=name, uri_template=f"{SCHEME}{where}", title=title, mime_type=MARKDOWN)
                for name, where, title in listed
            ]
        )

    async def _read(
        self, _: ServerRequestContext[Any, Any], params: wire.ReadResourceRequestParams
    ) -> wire.ReadResourceResult:
        uri = str(params.uri)
        found = await self._off_the_loop(lambda: self._desk.pages.read(uri, self._desk.now()))
        if found is None:
            known = ", ".join(one.uri for one in self._desk.pages.listed())
            raise MCPError(wire.INVALID_PARAMS, f"there is no page `{uri}`; there are {known}, and pages of rules")
        text, kind = found
        return wire.ReadResourceResult(contents=[wire.TextResourceContents(uri=uri, mime_type=kind, text=text)])

    async def _prompts(
        self, _: ServerRequestContext[Any, Any], __: wire.PaginatedRequestParams | None
    ) -> wire.ListPromptsResult:
        return wire.ListPromptsResult(
            prompts=[self._listed_prompt(name) for name in (prompts.WRITE, prompts.AFTER_INTERVIEW)]
        )

    def _listed_prompt(self, name: str) -> wire.Prompt:
        return wire.Prompt(
            name=name,
            description=prompts.about(name),
            arguments=[
                wire.PromptArgument(name=one.name, description=one.about, required=one.required)
                for one in prompts.blanks(name, self._desk)
            ],
        )

    async def _prompt(
        self, _: ServerRequestContext[Any, Any], params: wire.GetPromptRequestParams
    ) -> wire.GetPromptResult:
        name, given = params.name, params.arguments or {}
        if name not in {prompts.WRITE, prompts.AFTER_INTERVIEW}:
            raise MCPError(wire.INVALID_PARAMS, f"there is no prompt `{name}`")
        try:
            text = await self._off_the_loop(lambda: prompts.text(name, given, self._desk))
        except courtesy.CourtesyError as error:
            raise MCPError(wire.INVALID_PARAMS, str(error), refusal(error)) from None
        return wire.GetPromptResult(
            description=prompts.about(name), messages=[wire.PromptMessage(role="user", content=_text(text))]
        )

    async def _off_the_loop(self, question: Callable[[], _T]) -> _T:
        """The answer, found in a thread; whoever goes away does not wait for it. Raises TooBusyError."""
        waiting = self._line.statistics().tasks_waiting
        if waiting >= MAX_WAITING:
            raise TooBusyError(waiting)
        return await anyio.to_thread.run_sync(question, abandon_on_cancel=True, limiter=self._line)


def refusal(error: Exception) -> dict[str, Any]:
    """What an agent is told where there is no answer: nothing is permitted, and what to do about it."""
    told: dict[str, Any] = {"permitted": False}
    match error:
        case BadArgumentsError():
            return {**told, "error": error.code, **_first(error.problems)}
        case courtesy.InvalidInputError():
            found = [{"path": one.pointer, "says": str(one), "fix": one.help()} for one in error.problems]
            return {**told, "error": error.code, **_first(found)}
        case courtesy.CourtesyError():
            return {**told, "error": error.code, "say": str(error), "fix": error.help()}
        case OSError():
            return {**told, "error": "unreadable-file", "say": "the server cannot read its case", "fix": None}
    say = f"internal error ({type(error).__name__}): treat the action as not permitted"
    return {**told, "error": "internal", "say": say, "fix": None}


def _first(problems: Sequence[dict[str, Any]]) -> dict[str, Any]:
    told = [{key: value for key, value in one.items() if value is not None} for one in problems[:_MOST_PROBLEMS]]
    more = len(problems) - len(told)
    return {"problems": told, **({"more": more} if more else {})}


def _resource(page: Page) -> wire.Resource:
    return wire.Resource(uri=page.uri, name=page.name, title=page.title, mime_type=page.kind)


def _text(text: str) -> wire.TextContent:
    return wire.TextContent(type="text", text=text)
