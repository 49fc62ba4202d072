"""Round trips of qemu.qmp: for each line "TASKS TRIPS" of its input, how many
seconds they took, elapsed and of the processor."""

import asyncio
import resource
import sys
import time

from qemu.qmp import QMPClient


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def work(client, left):
    while left[0] > 0:
        left[0] -= 1
        await client.execute("query-status")


async def main(path):
    client = QMPClient("bench")
    await client.connect(path)
    print("connected", flush=True)
    for line in sys.stdin:
        tasks, trips = map(int, line.split())
        left = [trips]
        cpu, wall = processor_time(), time.perf_counter()
        await asyncio.gather(*(work(client, left) for _ in range(tasks)))
        wall = time.perf_counter() - wall
        print(wall, processor_time() - cpu, flush=True)
    await client.disconnect()


asyncio.run(main(sys.argv[1]))
