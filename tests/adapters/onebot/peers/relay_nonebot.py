"""The same relay written with nonebot2 and its OneBot adapter: nonebot's drivers send and listen, its models read and write."""

import asyncio
import hmac
import json
import sys

import nonebot
from fastapi import Header, HTTPException
from nonebot.adapters.onebot.v11 import Adapter, Message, MessageEvent
from nonebot.compat import type_validate_python
from nonebot.drivers import Request

port, secret, token, api, way, anxin = sys.argv[1:]
nonebot.init(
    driver="~fastapi+~httpx+~websockets", host="127.0.0.1", port=int(port), log_level="ERROR", onebot_secret=secret,
    onebot_access_token=token, onebot_api_roots={"2800000001": api},
)  # fmt: skip
driver = nonebot.get_driver()
driver.register_adapter(Adapter)
told: asyncio.Queue[str] = asyncio.Queue()
last_bot = {}
matcher = nonebot.on_message()


def as_sent(event):
    """The event as nonebot's model writes it; what nonebot reckons itself is left out, and the message stands as it came."""
    plain = event.model_dump(mode="json", exclude={"to_me", "reply", "message"})
    return json.dumps({**plain, "message": plain.pop("original_message")})


async def carry_out(bot, action, params):
    """An action by nonebot's bot; the message must be one to nonebot's model."""
    params = {**params, "message": type_validate_python(Message, params["message"])}
    return {"status": "ok", "retcode": 0, "data": await bot.call_api(action, **params)}


@matcher.handle()
async def heard(bot, event: MessageEvent):
    last_bot["bot"] = bot
    if way == "socket":
        await told.put(as_sent(event))
        return
    body = as_sent(event).encode()
    signature = hmac.new(secret.encode(), body, "sha1").hexdigest()
    headers = {"Content-Type": "application/json", "X-Self-ID": bot.self_id, "X-Signature": f"sha1={signature}"}
    answer = await driver.request(Request("POST", anxin, headers=headers, content=body, timeout=20))
    if answer.status_code == 200:
        quick = json.loads(answer.content)
        await bot.send(event, type_validate_python(Message, quick["reply"]), at_sender=quick["at_sender"])


@nonebot.get_app().post("/gateway/{action}")
async def gateway(action: str, params: dict, authorization: str = Header()):
    """What Anxin calls when it speaks by the HTTP interface."""
    if authorization != f"Bearer {token}":
        raise HTTPException(401)
    return await carry_out(last_bot["bot"], action, params)


async def hold_the_line():
    headers = {"X-Self-ID": "2800000001", "X-Client-Role": "Universal", "Authorization": f"Bearer {token}"}
    async with driver.websocket(Request("GET", anxin, headers=headers)) as line:

        async def speak():
            while True:
                await line.send_text(await told.get())

        speaking = asyncio.create_task(speak())
        try:
            while True:
                asked = json.loads(await line.receive_text())
                answer = await carry_out(last_bot["bot"], asked["action"], asked["params"])
                await line.send_text(json.dumps({**answer, "echo": asked["echo"]}))
        finally:
            speaking.cancel()


if way == "socket":

    @driver.on_startup
    async def begin():
        last_bot["line"] = asyncio.create_task(hold_the_line())


nonebot.run()
