"""A robot written with aiocqhttp, as others write them: answers a question in the group, writes to a complainant in private."""

import sys

from aiocqhttp import CQHttp

port, secret, token, api = sys.argv[1:]
bot = CQHttp(api_root=api or None, access_token=token, secret=secret or None)


@bot.on_message("group")
async def heard(event):
    words = "".join(one["data"]["text"] for one in event.message if one["type"] == "text").strip()
    if "没发工资" in words:
        await bot.send_private_msg(
            self_id=event.self_id, user_id=event.user_id, group_id=event.group_id,
            message=[{"type": "text", "data": {"text": "private"}}],
        )  # fmt: skip
    elif "怎么投诉" in words:
        await bot.send_group_msg(
            self_id=event.self_id, group_id=event.group_id, message=[{"type": "text", "data": {"text": "group"}}]
        )


bot.run(host="127.0.0.1", port=int(port))
