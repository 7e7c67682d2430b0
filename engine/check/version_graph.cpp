// The chain of an objection leaves out notes that are not shown, and joins what one process did
// one after the other.
#include "engine/check/version_graph.h"

#include <algorithm>

namespace caplab::check {

VersionGraph::VersionGraph(const Accesses& accesses, const ReadsFrom& reads_from)
    : accesses_(accesses), reads_from_(reads_from), graph_(accesses.all.size() * 2) {
  for (std::size_t i = 0; i < accesses.all.size(); ++i) {
    const std::int32_t writer = reads_from.writer[i];
    if (is_version(i) && writer >= 0) add(static_cast<std::size_t>(writer), i, Because::read);
  }
}

bool VersionGraph::is_version(std::size_t access) const {
  return accesses_.all[access].writes && reads_from_.happened[access] != 0;
}

void VersionGraph::add(std::size_t before, std::size_t after, Because because, std::size_t via) {
  if (before == after) return;
  graph_.add({static_cast<std::uint32_t>(before), static_cast<std::uint32_t>(after), because, via});
}

std::size_t VersionGraph::operation_of(std::size_t node) const {
  if (node == kNoOperation) return node;
  return accesses_.all[node % accesses_.all.size()].operation;
}

Reason VersionGraph::objection(std::int64_t& work) const {
  std::vector<Digraph::Edge> cycle = graph_.cycle(work, accesses_.steps_max);
  Reason reason;
  if (cycle.empty()) return reason;
  const auto is_version_first = [this](const Digraph::Edge& edge) {
    return edge.before < accesses_.all.size();
  };
  std::rotate(cycle.begin(), std::find_if(cycle.begin(), cycle.end(), is_version_first),
              cycle.end());
  reason.contradiction = Contradiction::cycle;
  std::size_t from = operation_of(cycle.front().before);
  for (const Digraph::Edge& edge : cycle) {
    if (!is_shown(edge.after)) continue;
    const Link link{from, operation_of(edge.after), edge.because, operation_of(edge.via)};
    from = link.after;
    const bool goes_on = !reason.chain.empty() && link.because == Because::process &&
                         reason.chain.back().because == Because::process;
    if (goes_on) {
      reason.chain.back().after = link.after;
    } else {
      reason.chain.push_back(link);
    }
  }
  return reason;
}

Reason found_start(const Accesses& accesses, std::size_t read, std::size_t newer,
                   const std::vector<Link>& rest) {
  Reason reason;
  reason.contradiction = Contradiction::outdated;
  reason.read = accesses.all[read].operation;
  reason.newer = accesses.all[newer].operation;
  reason.chain.push_back({kNoOperation, reason.newer, Because::start, kNoOperation});
  reason.chain.insert(reason.chain.end(), rest.begin(), rest.end());
  return reason;
}

}  // namespace caplab::check
