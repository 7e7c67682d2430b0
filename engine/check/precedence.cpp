// News are passed on from access to access until nobody learns anything new.
#include "engine/check/precedence.h"

#include <algorithm>
#include <deque>
#include <tuple>

namespace caplab::check {

Precedence::Precedence(const Accesses& accesses, const ReadsFrom& reads_from)
    : accesses_(accesses),
      reads_from_(reads_from),
      processes_(accesses.processes()),
      seen_(accesses.all.size() * accesses.processes(), 0),
      edges_from_(accesses.all.size()),
      awake_(accesses.all.size()),
      is_awake_(accesses.all.size(), 0) {
  for (std::size_t i = 0; i < accesses.all.size(); ++i) {
    seen(i, accesses.all[i].process) = static_cast<std::uint32_t>(place(i)) + 1;
  }
  list_writes();
}

void Precedence::list_writes() {
  for (std::size_t i = 0; i < accesses_.all.size(); ++i) {
    const Access& access = accesses_.all[i];
    if (!access.writes || reads_from_.happened[i] == 0) continue;
    writes_.push_back({access.process, access.key, static_cast<std::uint32_t>(i)});
  }
  std::sort(writes_.begin(), writes_.end(), [](const Write& a, const Write& b) {
    return std::tie(a.process, a.key, a.access) < std::tie(b.process, b.key, b.access);
  });
}

std::size_t Precedence::place(std::size_t access) const {
  return access - accesses_.begins[accesses_.all[access].process];
}

void Precedence::add(const Edge& edge) {
  edges_from_[edge.before].push_back(static_cast<std::uint32_t>(edges_.size()));
  edges_.push_back(edge);
  wake(edge.before);
}

void Precedence::add_reads() {
  for (std::size_t process = 0; process < processes_; ++process) add_reads_of(process);
}

void Precedence::add_reads_of(std::size_t process) {
  for (std::size_t i = accesses_.begins[process]; i < accesses_.begins[process + 1]; ++i) {
    const std::int32_t writer = reads_from_.writer[i];
    if (writer < 0) continue;
    add({.before = static_cast<std::size_t>(writer), .after = i, .because = Because::read});
  }
}

void Precedence::wake(std::size_t access) {
  if (is_awake_[access] != 0) return;
  is_awake_[access] = 1;
  awake_[(first_awake_ + awake_count_++) % awake_.size()] = static_cast<std::uint32_t>(access);
}

// All that comes before `before` comes before `after`, too; false if `after` itself is among it.
bool Precedence::learn(std::size_t before, std::size_t after) {
  if (seen(before, accesses_.all[after].process) > place(after)) return false;
  bool news = false;
  for (std::size_t process = 0; process < processes_; ++process) {
    if (seen(before, process) <= seen(after, process)) continue;
    seen(after, process) = seen(before, process);
    news = true;
  }
  if (news) wake(after);
  return true;
}

bool Precedence::close(std::int64_t& work) {
  while (awake_count_ > 0 && stuck_ == kNoOperation && work <= accesses_.steps_max) {
    const std::size_t access = awake_[first_awake_];
    first_awake_ = (first_awake_ + 1) % awake_.size();
    --awake_count_;
    is_awake_[access] = 0;
    const std::size_t end = accesses_.begins[accesses_.all[access].process + 1];
    if (access + 1 < end && !learn(access, access + 1)) stuck_ = access + 1;
    for (const std::uint32_t edge : edges_from_[access]) {
      if (!learn(access, edges_[edge].after)) stuck_ = edges_[edge].after;
    }
    work += static_cast<std::int64_t>(edges_from_[access].size() + 1);
  }
  return stuck_ == kNoOperation;
}

bool Precedence::comes_before(std::size_t before, std::size_t after) const {
  return before != after && seen(after, accesses_.all[before].process) > place(before);
}

std::size_t Precedence::last_write(std::size_t access, std::size_t process) const {
  const Access& of = accesses_.all[access];
  std::size_t end = accesses_.begins[process] + seen(access, process);
  if (process == of.process) --end;
  const Write bound{static_cast<std::uint32_t>(process), of.key, static_cast<std::uint32_t>(end)};
  const auto next =
      std::lower_bound(writes_.begin(), writes_.end(), bound, [](const Write& a, const Write& b) {
        return std::tie(a.process, a.key, a.access) < std::tie(b.process, b.key, b.access);
      });
  if (next == writes_.begin()) return kNoOperation;
  const Write& last = *(next - 1);
  return last.process == process && last.key == of.key ? last.access : kNoOperation;
}

std::vector<Link> Precedence::path(std::size_t before, std::size_t after) const {
  return chain(before, after);
}

std::vector<Link> Precedence::cycle() const { return chain(stuck_, stuck_); }

// Breadth first over statements; within a process one statement reaches all later accesses.
std::vector<Link> Precedence::chain(std::size_t before, std::size_t after) const {
  std::vector<Edge> reached_by(accesses_.all.size());
  std::vector<std::uint8_t> reached(accesses_.all.size(), 0);
  // By process: all its accesses from here on have been reached.
  std::vector<std::size_t> reached_from(accesses_.begins.begin() + 1, accesses_.begins.end());
  std::deque<std::size_t> waiting{before};
  const auto reach = [&](const Edge& edge) {
    if (reached[edge.after] != 0) return;
    reached[edge.after] = 1;
    reached_by[edge.after] = edge;
    waiting.push_back(edge.after);
  };
  while (reached[after] == 0 && !waiting.empty()) {
    const std::size_t access = waiting.front();
    waiting.pop_front();
    for (const std::uint32_t edge : edges_from_[access]) reach(edges_[edge]);
    std::size_t& end = reached_from[accesses_.all[access].process];
    for (std::size_t i = access + 1; i < end; ++i) reach({.before = access, .after = i});
    end = std::min(end, access + 1);
  }
  std::vector<Link> links;
  const auto operation = [&](std::size_t i) {
    return i == kNoOperation ? i : std::size_t{accesses_.all[i].operation};
  };
  for (std::size_t at = after; links.empty() || at != before; at = reached_by[at].before) {
    const Edge& edge = reached_by[at];
    links.push_back({operation(edge.before), operation(at), edge.because, operation(edge.via)});
  }
  std::reverse(links.begin(), links.end());
  return links;
}

}  // namespace caplab::check
