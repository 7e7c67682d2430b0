// Draws conclusions round by round, those with the shortest proofs first, until something would
// come before itself or a read found what had been replaced. Plain and slow: shortest ways between
// all operations in every round.
#include "engine/check/deduction.h"

#include <algorithm>
#include <deque>
#include <map>

#include "engine/check/accesses.h"

namespace caplab::check {
namespace {

constexpr std::size_t kNodesMax = 40;
constexpr std::size_t kNobody = SIZE_MAX;
constexpr std::size_t kNoWay = SIZE_MAX;

struct Node {
  Access access;
  bool binds = false;            // it is of the core
  bool happened = false;         // certain, or its value was found
  bool told = false;             // it is known what it found
  std::size_t writer = kNobody;  // kNobody: what the object held at the start
};

// A link between nodes; its proof leads from node to node, too.
struct Edge {
  std::size_t before = 0;
  std::size_t after = 0;
  Because because = Because::process;
  std::size_t via = kNobody;
  std::vector<std::size_t> proof;  // edges
};

using Way = std::vector<std::size_t>;  // edges, each from where the one before it ended

class Deduction {
 public:
  Deduction(const Accesses& accesses, const Options& options, const std::vector<std::size_t>& core,
            const Rules& rules);
  Reason run();

 private:
  // Who wrote what a node of the core found.
  struct Source {
    std::size_t count = 0;  // how many may have
    bool start = false;     // one of them is what the object held at the start
    std::size_t access = 0;
  };
  Source source_of(const Access& read, const Accesses& accesses) const;
  std::size_t node_of(std::size_t access, const Accesses& accesses);
  bool find_writer(std::size_t reader, const Accesses& accesses);
  void find_writers(const Accesses& accesses);

  void link_nodes(std::size_t process);
  bool counts(const Node& node, std::size_t process) const;
  void link_versions();
  void link_starts();
  void measure();
  void measure_from(std::size_t from);
  Way way(std::size_t from, std::size_t to) const;
  std::size_t length(std::size_t from, std::size_t to) const { return lengths_[from][to]; }

  bool conclude(std::size_t process);
  bool conclude_from(std::size_t read, std::size_t other);
  void contradict(std::size_t process, bool only_causes);
  void find_outdated(std::size_t process, bool own);
  void find_cycle();
  Reason deduce_for(std::size_t process);
  Reason reason_found() const;

  Link link_of(const Edge& edge) const;
  std::vector<Link> links_of(const Way& edges) const;
  void prove(const Way& edges, std::vector<std::size_t>& done, Reason& reason) const;
  std::size_t operation(std::size_t node) const {
    return node == kNobody ? kNoOperation : nodes_[node].access.operation;
  }

  const Rules rules_;
  const std::vector<std::vector<std::uint32_t>>& version_order_;
  std::vector<Node> nodes_;
  std::map<std::size_t, std::size_t> node_by_access_;
  std::vector<Edge> edges_;
  std::vector<std::vector<std::size_t>> lengths_;    // by node and node, in edges
  std::vector<std::vector<std::size_t>> last_edge_;  // of the shortest way

  // The best contradiction of the round.
  std::size_t best_ = kNoWay;
  Contradiction contradiction_ = Contradiction::none;
  std::size_t end_ = kNobody;  // where its chain ends
  std::size_t newer_ = kNobody;
  std::size_t from_nowhere_ = kNobody;  // found what nobody wrote
};

Deduction::Deduction(const Accesses& accesses, const Options& options,
                     const std::vector<std::size_t>& core, const Rules& rules)
    : rules_(rules), version_order_(options.version_order) {
  for (std::size_t i = 0; i < accesses.all.size(); ++i) {
    const Access& access = accesses.all[i];
    if (!std::binary_search(core.begin(), core.end(), std::size_t{access.operation})) continue;
    Node& node = nodes_[node_of(i, accesses)];
    node.binds = true;
    node.happened = access.certain;
  }
  if (nodes_.size() <= kNodesMax) find_writers(accesses);
}

std::size_t Deduction::node_of(std::size_t access, const Accesses& accesses) {
  const auto [at, is_new] = node_by_access_.try_emplace(access, nodes_.size());
  if (is_new) nodes_.push_back({.access = accesses.all[access]});
  return at->second;
}

bool may_find(const Access& read, const Access& writer) {
  if (!writer.writes || writer.key != read.key || writer.operation == read.operation) return false;
  return read.finds ? writer.written == read.value : writer.written != read.value;
}

// Of several, one that was called after the read had returned is none, where times tell.
Deduction::Source Deduction::source_of(const Access& read, const Accesses& accesses) const {
  Source source;
  source.start = read.finds == (accesses.initial == read.value);
  source.count = source.start ? 1 : 0;
  std::size_t in_time = source.count;
  for (std::size_t i = 0; i < accesses.all.size(); ++i) {
    if (!may_find(read, accesses.all[i])) continue;
    const bool too_late = rules_.by_time && accesses.all[i].called > read.returned;
    if (too_late && source.count > 0) continue;
    if (!too_late && in_time == 0) source.count = 0;
    if (!too_late) ++in_time;
    source.access = i;
    ++source.count;
  }
  return source;
}

bool Deduction::find_writer(std::size_t reader, const Accesses& accesses) {
  const Access access = nodes_[reader].access;
  const bool looks = (access.finds || access.avoids) && nodes_[reader].happened;
  if (!looks || nodes_[reader].told) return false;
  const Source source = source_of(access, accesses);
  if (source.count == 0 && nodes_[reader].binds) from_nowhere_ = reader;
  if (source.count != 1) return false;
  nodes_[reader].told = true;
  if (source.start) return true;
  const std::size_t writer = node_of(source.access, accesses);
  nodes_[reader].writer = writer;
  nodes_[writer].happened = true;
  return true;
}

// A write that was found happened, and if it is a compare-and-set, so did what it found in turn.
void Deduction::find_writers(const Accesses& accesses) {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < nodes_.size(); ++i) changed = find_writer(i, accesses) || changed;
  }
}

bool is_of(const Node& node, std::size_t process) {
  return node.binds && node.access.process == process;
}

// Whether it is known, to `process`'s order, what the node found.
bool Deduction::counts(const Node& node, std::size_t process) const {
  return node.told && node.happened && (!rules_.own_only || is_of(node, process));
}

void Deduction::link_nodes(std::size_t process) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (counts(node, process) && node.writer != kNobody) {
      edges_.push_back({node.writer, i, Because::read, kNobody, {}});
    }
    for (std::size_t j = 0; j < nodes_.size(); ++j) {
      const Node& next = nodes_[j];
      if (i == j || !node.happened || !next.happened) continue;
      const bool in_line = node.binds && next.binds && node.access.certain &&
                           node.access.process == next.access.process &&
                           node.access.operation < next.access.operation;
      const bool in_time = node.access.returned < next.access.called;
      if (rules_.by_time ? in_time : in_line) {
        const Because because = rules_.by_time ? Because::time : Because::process;
        edges_.push_back({i, j, because, kNobody, {}});
      }
    }
  }
}

// The order that the system is known to have had is one order of all.
void Deduction::link_versions() {
  if (rules_.settling != Settling::by_all || rules_.by_time) return;
  std::map<std::size_t, std::size_t> nodes;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].happened) nodes[nodes_[i].access.operation] = i;
  }
  for (const std::vector<std::uint32_t>& versions : version_order_) {
    std::size_t last = kNobody;
    for (const std::uint32_t version : versions) {
      const auto at = nodes.find(version);
      if (at == nodes.end()) continue;
      if (last != kNobody) edges_.push_back({last, at->second, Because::order, kNobody, {}});
      last = at->second;
    }
  }
}

// In one order of all, who found what was there at the start came before all writes of the key.
void Deduction::link_starts() {
  if (rules_.settling != Settling::by_all) return;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!nodes_[i].told || !nodes_[i].happened || nodes_[i].writer != kNobody) continue;
    for (std::size_t j = 0; j < nodes_.size(); ++j) {
      const Node& write = nodes_[j];
      if (i == j || !write.happened || !write.access.writes) continue;
      if (write.access.key != nodes_[i].access.key) continue;
      edges_.push_back({i, j, Because::unseen, kNobody, {}});
    }
  }
}

void Deduction::measure_from(std::size_t from) {
  std::deque<std::size_t> waiting{from};
  std::vector<bool> left(nodes_.size(), false);
  while (!waiting.empty()) {
    const std::size_t at = waiting.front();
    waiting.pop_front();
    if (left[at]) continue;
    left[at] = true;
    const std::size_t so_far = at == from ? 0 : length(from, at);
    for (std::size_t edge = 0; edge < edges_.size(); ++edge) {
      const std::size_t after = edges_[edge].after;
      if (edges_[edge].before != at || length(from, after) <= so_far + 1) continue;
      lengths_[from][after] = so_far + 1;
      last_edge_[from][after] = edge;
      waiting.push_back(after);
    }
  }
}

void Deduction::measure() {
  lengths_.assign(nodes_.size(), std::vector<std::size_t>(nodes_.size(), kNoWay));
  last_edge_.assign(nodes_.size(), std::vector<std::size_t>(nodes_.size(), 0));
  for (std::size_t from = 0; from < nodes_.size(); ++from) measure_from(from);
}

Way Deduction::way(std::size_t from, std::size_t to) const {
  Way edges;
  for (std::size_t at = to; edges.empty() || at != from; at = edges_[edges.back()].before) {
    edges.push_back(last_edge_[from][at]);
  }
  std::reverse(edges.begin(), edges.end());
  return edges;
}

// REQUIRES: `read` found something, and `other` is another write on its key.
bool Deduction::conclude_from(std::size_t read, std::size_t other) {
  const std::size_t writer = nodes_[read].writer;
  bool added = false;
  if (length(other, read) != kNoWay && length(other, writer) == kNoWay) {
    edges_.push_back({other, writer, Because::replaced, read, way(other, read)});
    added = true;
  }
  const bool one_order = rules_.settling == Settling::by_all;
  if (one_order && length(writer, other) != kNoWay && length(read, other) == kNoWay) {
    edges_.push_back({read, other, Because::unseen, kNobody, way(writer, other)});
    added = true;
  }
  return added;
}

// All conclusions from what was known before this round.
bool Deduction::conclude(std::size_t process) {
  bool added = false;
  const bool own = rules_.settling == Settling::by_own;
  for (std::size_t read = 0; read < nodes_.size(); ++read) {
    const Node& node = nodes_[read];
    if (!counts(node, process) || node.writer == kNobody) continue;
    if (own && !is_of(node, process)) continue;
    for (std::size_t other = 0; other < nodes_.size(); ++other) {
      const Access& access = nodes_[other].access;
      const bool rival = access.writes && nodes_[other].happened && access.key == node.access.key;
      if (!rival || other == node.writer || other == read) continue;
      added = conclude_from(read, other) || added;
    }
  }
  return added;
}

// `own`: only what `process` itself found is bound to the order.
void Deduction::find_outdated(std::size_t process, bool own) {
  for (std::size_t read = 0; read < nodes_.size(); ++read) {
    const Node& node = nodes_[read];
    if (!counts(node, process) || (own && !is_of(node, process))) continue;
    for (std::size_t newer = 0; newer < nodes_.size(); ++newer) {
      const Access& access = nodes_[newer].access;
      if (!access.writes || !nodes_[newer].happened || access.key != node.access.key) continue;
      if (newer == read || newer == node.writer || length(newer, read) == kNoWay) continue;
      if (node.writer != kNobody && length(node.writer, newer) == kNoWay) continue;
      const std::size_t first = node.writer == kNobody ? 1 : length(node.writer, newer);
      if (first + length(newer, read) >= best_) continue;
      best_ = first + length(newer, read);
      contradiction_ = Contradiction::outdated;
      end_ = read;
      newer_ = newer;
    }
  }
}

void Deduction::find_cycle() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (length(i, i) >= best_) continue;
    best_ = length(i, i);
    contradiction_ = Contradiction::cycle;
    end_ = i;
  }
}

void Deduction::contradict(std::size_t process, bool only_causes) {
  best_ = kNoWay;
  contradiction_ = Contradiction::none;
  if (only_causes || rules_.settling != Settling::by_causes) {
    find_outdated(process, rules_.settling == Settling::by_own && !only_causes);
  }
  find_cycle();
}

Link Deduction::link_of(const Edge& edge) const {
  return {operation(edge.before), operation(edge.after), edge.because, operation(edge.via)};
}

std::vector<Link> Deduction::links_of(const Way& edges) const {
  std::vector<Link> links;
  for (const std::size_t edge : edges) links.push_back(link_of(edges_[edge]));
  return links;
}

// The proofs of all edges that need one, those that others need first.
void Deduction::prove(const Way& edges, std::vector<std::size_t>& done, Reason& reason) const {
  for (const std::size_t at : edges) {
    const Edge& edge = edges_[at];
    if (edge.proof.empty() || std::find(done.begin(), done.end(), at) != done.end()) continue;
    done.push_back(at);
    prove(edge.proof, done, reason);
    reason.proofs.push_back({link_of(edge), links_of(edge.proof)});
  }
}

Reason Deduction::reason_found() const {
  const bool outdated = contradiction_ == Contradiction::outdated;
  const bool from_start = outdated && nodes_[end_].writer == kNobody;
  Reason reason{.contradiction = contradiction_, .chain = {}, .proofs = {}};
  Way ends = outdated ? way(newer_, end_) : way(end_, end_);
  if (outdated) {
    reason.read = operation(end_);
    reason.newer = operation(newer_);
  }
  if (outdated && !from_start) {
    Way first = way(nodes_[end_].writer, newer_);
    first.insert(first.end(), ends.begin(), ends.end());
    ends = first;
  }
  if (from_start) reason.chain = {{kNoOperation, reason.newer, Because::start, kNoOperation}};
  const std::vector<Link> links = links_of(ends);
  reason.chain.insert(reason.chain.end(), links.begin(), links.end());
  std::vector<std::size_t> done;
  prove(ends, done, reason);
  return reason;
}

Reason Deduction::deduce_for(std::size_t process) {
  edges_.clear();
  link_nodes(process);
  link_versions();
  link_starts();
  bool only_causes = true;
  for (bool added = true; added;) {
    measure();
    contradict(process, only_causes);
    if (contradiction_ != Contradiction::none) break;
    if (rules_.settling == Settling::none) return {};
    if (rules_.settling == Settling::by_causes && !only_causes) return {};
    added = conclude(process);
    only_causes = false;
  }
  if (contradiction_ == Contradiction::none) return {};
  return reason_found();
}

// Of all processes' contradictions the shortest.
Reason Deduction::run() {
  Reason best;
  if (nodes_.size() > kNodesMax) return best;
  if (from_nowhere_ != kNobody) {
    best.contradiction = Contradiction::no_writer;
    best.read = operation(from_nowhere_);
    return best;
  }
  const bool each = rules_.own_only || rules_.settling == Settling::by_own;
  std::vector<std::size_t> processes;
  for (const Node& node : nodes_) processes.push_back(node.access.process);
  std::sort(processes.begin(), processes.end());
  processes.erase(std::unique(processes.begin(), processes.end()), processes.end());
  if (!each) processes.resize(1);
  const auto size = [](const Reason& reason) {
    std::size_t links = reason.chain.size();
    for (const Proof& proof : reason.proofs) links += proof.because.size();
    return links;
  };
  for (const std::size_t process : processes) {
    Reason reason = deduce_for(process);
    if (reason.contradiction == Contradiction::none) continue;
    if (best.contradiction == Contradiction::none || size(reason) < size(best)) best = reason;
  }
  return best;
}

}  // namespace

Reason deduce(const history::History& history, const Options& options,
              const std::vector<std::size_t>& core, const Rules& rules) {
  if (core.empty() || !are_accesses(history, options)) return {};
  const Accesses accesses = accesses_of(history, options);
  return Deduction(accesses, options, core, rules).run();
}

}  // namespace caplab::check
