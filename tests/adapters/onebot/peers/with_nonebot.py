"""The same robot written with nonebot2 and its OneBot adapter."""

import sys

import nonebot
from nonebot.adapters.onebot.v11 import Adapter, GroupMessageEvent, MessageSegment

port, secret, token, api = sys.argv[1:]
nonebot.init(
    driver="~fastapi+~httpx", host="127.0.0.1", port=int(port), log_level="ERROR", onebot_secret=secret or None,
    onebot_access_token=token, onebot_api_roots={"2800000001": api} if api else {},
)  # fmt: skip
nonebot.get_driver().register_adapter(Adapter)
matcher = nonebot.on_message()


@matcher.handle()
async def heard(bot, event: GroupMessageEvent):
    words = event.get_plaintext()
    if "没发工资" in words:
        await bot.send_private_msg(
            user_id=event.user_id, group_id=event.group_id, message=[MessageSegment.text("private")]
        )
    elif "怎么投诉" in words:
        await bot.send_group_msg(group_id=event.group_id, message=[MessageSegment.text("group")])


nonebot.run()
