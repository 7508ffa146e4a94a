"""A robot that a town has already, written with aiocqhttp, which passes on what it hears to Anxin and does what Anxin says.

By HTTP it signs the event as OneBot does and carries the quick operation out; for everything else it is Anxin's HTTP interface.
By socket it calls Anxin and carries out the actions told on the line. Every word goes to QQ by aiocqhttp's own calls.
"""

import asyncio
import hmac
import json
import sys

import httpx
import websockets
from aiocqhttp import CQHttp, Event, Message
from quart import request

port, secret, token, api, way, anxin = sys.argv[1:]
bot = CQHttp(api_root=api, access_token=token, secret=secret)
told = asyncio.Queue()


def done(data):
    return {"status": "ok", "retcode": 0, "data": data}


async def carry_out(action, params, self_id):
    """An action by aiocqhttp's own method of that name; the message is built as aiocqhttp builds one."""
    params = {**params, "message": Message(params["message"])}
    return done(await getattr(bot, action)(self_id=self_id, **params))


async def pass_on_by_http(event):
    body = json.dumps(event).encode()
    signature = hmac.new(secret.encode(), body, "sha1").hexdigest()
    headers = {"Content-Type": "application/json", "X-Self-ID": str(event.self_id), "X-Signature": f"sha1={signature}"}
    async with httpx.AsyncClient(trust_env=False) as line:
        answer = await line.post(anxin, content=body, headers=headers, timeout=20)
    answer.raise_for_status()
    if answer.status_code == 200:
        quick = answer.json()
        await bot.send(event, Message(quick["reply"]), at_sender=quick["at_sender"])


@bot.on_message
async def heard(event: Event):
    if way == "http":
        await pass_on_by_http(event)
    else:
        await told.put(json.dumps(event))


@bot.server_app.route("/gateway/<action>", methods=["POST"])
async def gateway(action):
    """What Anxin calls when it speaks by the HTTP interface."""
    if request.headers.get("Authorization") != f"Bearer {token}":
        return {}, 401
    return await carry_out(action, await request.get_json(), 2_800_000_001)


async def hold_the_line():
    headers = {"X-Self-ID": "2800000001", "X-Client-Role": "Universal", "Authorization": f"Bearer {token}"}
    async with websockets.connect(anxin, additional_headers=headers, proxy=None) as line:

        async def speak():
            while True:
                await line.send(await told.get())

        speaking = asyncio.create_task(speak())
        async for frame in line:
            asked = json.loads(frame)
            answer = await carry_out(asked["action"], asked["params"], 2_800_000_001)
            await line.send(json.dumps({**answer, "echo": asked["echo"]}))
        speaking.cancel()


if way == "socket":

    @bot.on_startup
    async def begin():
        bot.line = asyncio.create_task(hold_the_line())


bot.run(host="127.0.0.1", port=int(port))
