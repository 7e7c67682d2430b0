// How copies tell each other: rounds, states or deltas, and confirmations. For crdt.cpp only.
#pragma once
#include "engine/proto/crdt.h"

namespace caplab::crdt {

// What a delta will be told apart from; nothing where whole states are sent.
object::Version remembered(const State& state, const object::Version& version);

// Notes that the copy of `key`, which was `before`, has changed.
void note_change(State& state, Key key, const object::Version& before, Outbox& out);

// One round: the neighbours whose turn it is, or a client's nearest replica.
void tell_neighbours(State& state, const Ctx& ctx, Outbox& out);

// All that `peer` has not confirmed.
void send_news(State& state, const Ctx& ctx, NodeId peer, Outbox& out);

void handle_gossip(State& state, const Ctx& ctx, NodeId from, const Gossip& gossip, Outbox& out);
void handle_confirmation(State& state, const Ctx& ctx, NodeId from, const GossipReply& reply);

}  // namespace caplab::crdt
