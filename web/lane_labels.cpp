// Tries the bar itself and its right side; the whole label, the short one, and at last as much of
// the whole one as there is room for. Never the left side, where it would seem to be another's.
#include "web/lane_labels.h"

#include <algorithm>

namespace caplab::web {
namespace {

constexpr float kInset = 6;
constexpr float kBeside = 5;
constexpr float kCutMin = 44;  // less than this says nothing

struct Placer {
  const std::vector<LabelWish>& wishes;
  const Rect& area;
  std::vector<LabelPlace> places;

  bool is_free(const Rect& box, std::size_t self) const {
    if (box.x < area.x || box.right() > area.right()) return false;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      if (i != self && overlap(wishes[i].bar, box)) return false;
      if (i != self && places[i].form != LabelForm::none && overlap(places[i].box, box)) {
        return false;
      }
    }
    return true;
  }

  bool try_at(std::size_t i, const Rect& box, LabelForm form) {
    if (box.w <= 0 || !is_free(box, i)) return false;
    places[i] = {form, false, box};
    return true;
  }
};

Rect right_of(const Rect& bar, float width) { return {bar.right() + kBeside, bar.y, width, bar.h}; }

// How wide a label at the right of the bar can be at most.
float room_right(const Placer& placer, std::size_t i) {
  const Rect& bar = placer.wishes[i].bar;
  float low = 0;
  float high = placer.wishes[i].full;
  for (int step = 0; step < 8; ++step) {
    const float middle = (low + high) / 2;
    (placer.is_free(right_of(bar, middle), i) ? low : high) = middle;
  }
  return low;
}

void place(Placer& placer, std::size_t i) {
  const LabelWish& wish = placer.wishes[i];
  if (wish.bar.w >= wish.full + 2 * kInset) {
    placer.places[i] = {
        LabelForm::full, true, {wish.bar.x + kInset, wish.bar.y, wish.full, wish.bar.h}};
    return;
  }
  if (placer.try_at(i, right_of(wish.bar, wish.full), LabelForm::full)) return;
  if (wish.brief > 0 && placer.try_at(i, right_of(wish.bar, wish.brief), LabelForm::brief)) return;
  const float room = room_right(placer, i);
  if (room >= kCutMin) placer.try_at(i, right_of(wish.bar, room), LabelForm::cut);
}

}  // namespace

std::vector<LabelPlace> place_labels(const std::vector<LabelWish>& wishes, const Rect& area) {
  Placer placer{wishes, area, std::vector<LabelPlace>(wishes.size())};
  int heaviest = 0;
  for (const LabelWish& wish : wishes) heaviest = std::max(heaviest, wish.weight);
  for (int weight = heaviest; weight >= 0; --weight) {
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      if (wishes[i].weight == weight) place(placer, i);
    }
  }
  return std::move(placer.places);
}

}  // namespace caplab::web
