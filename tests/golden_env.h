// A table on which a golden transcript plays a protocol by hand: nodes, the messages between them,
// clocks and timers, and no network. Each command returns what the nodes then did, a line each.
//
//   store PROTOCOL TYPE [replicas=3] [sites=1] [initial=0] [session=none] [OPTION=VALUE]…
//                                                                    other options as in lessons
//   ask NODE OP VERB [AMOUNT] [expected=N] [item=N] [who=N] level=L    client c asks NODE
//   call OP VERB [AMOUNT] level=L                     client c asks through its own protocol
//   deliver NUMBER…    drop NUMBER…    deliver-all [but=NODE]
//   fire NODE KIND TAG               heartbeat NODE
//   clock NODE MILLISECONDS          dead NODE PEER…       alive NODE PEER…
//   restart NODE                     promote NODE          show
#pragma once
#include <string>
#include <vector>

#include "engine/proto/node.h"

namespace caplab::golden {

struct Line {
  std::vector<std::string> words;
  std::string option(const std::string& name, const std::string& otherwise) const;
};

struct InFlight {
  int number = 0;
  NodeId from = kNobody;
  NodeId to = kNobody;
  Message message;
};

class Env {
 public:
  // What happened, or a line that starts with "error:".
  std::string handle(const std::string& command);

 private:
  std::string dispatch(const Line& line);
  std::string make_store(const Line& line);
  std::string ask(const Line& line, bool through_client);
  std::string deliver(const Line& line, bool arrives);
  std::string deliver_all(const Line& line);
  std::string set_alive(const Line& line, bool alive);
  std::string restart(const Line& line);
  std::string promote(NodeId node);
  std::string show() const;

  void give(NodeId node, const Input& input);
  void pass_on(InFlight message);
  void describe(NodeId node, Output& output);
  std::string name(NodeId node) const;
  NodeId node_named(const std::string& name) const;
  std::string taken_output();

  int replicas_ = 0;
  object::Content initial_;
  NodeSet homes_;
  std::vector<StoreState> nodes_;
  std::vector<Ctx> contexts_;
  std::vector<std::vector<NodeId>> nearest_;
  std::vector<SiteId> sites_;
  std::vector<InFlight> in_flight_;
  int next_number_ = 1;
  std::string output_;
};

}  // namespace caplab::golden
