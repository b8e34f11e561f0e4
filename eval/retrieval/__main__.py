"""`python -m eval.retrieval`: fill a temporary base, ask every question in every way, print and write the figures."""
import argparse, asyncio
from dataclasses import asdict
from bench.temporary_base import temporary_base
from eval.retrieval.baseline import bm25_rankings
from eval.retrieval.methods import METHODS, fill, rankings
from eval.retrieval.questions import PUBLIC, demo_set, public_set
from eval.retrieval.scores import score
from functions.shared.clients import open_clients
import logging, structlog, time
from pathlib import Path

async def evaluate(base, labelled):
    async with open_clients(base.settings) as clients:
        t=time.time(); await fill(clients, labelled); print('fill',round(time.time()-t,1))
        out = {"BM25": bm25_rankings(labelled)}
        for name, method in METHODS.items():
            t=time.time(); out[name] = await rankings(clients, labelled, method); print(name,round((time.time()-t)/len(labelled.questions)*1000,1),'ms/q')
    return out

def main():
    p=argparse.ArgumentParser(); p.add_argument("--public",default=PUBLIC,type=Path); p.add_argument("--every",type=int,default=8)
    a=p.parse_args()
    for labelled in (demo_set(), public_set(a.public,a.every)):
        with temporary_base() as base:
            out=asyncio.run(evaluate(base,labelled))
        for name,r in out.items():
            for part,sel in (('all',lambda q:True),('judging',lambda q:not q.is_for_calibration)):
                qs=[(q,x) for q,x in zip(labelled.questions,r) if sel(q)]
                s=score([q for q,_ in qs],[x for _,x in qs]); print(labelled.name,part,name,{k:round(v,3) if v is not None else None for k,v in asdict(s).items()})
            print('   kinds r@3',{k:round(sum(bool(set(x[:3])&q.gold) for q,x in zip(labelled.questions,r) if q.kind==k)/max(1,sum(q.kind==k for q in labelled.questions)),3) for k in sorted({q.kind for q in labelled.questions})})
main()
