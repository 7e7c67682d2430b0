// What the messages under way say, beside them, as far as there is room.
#include <algorithm>

#include "web/panels.h"

namespace caplab::web {
namespace {

constexpr std::size_t kLabelsMax = 8;

struct Placing {
  const ScenePlace& place;
  std::vector<Rect> taken;

  bool free(const Rect& box) const {
    return overlap(box, place.room.inset(4)) && box.x >= place.room.x + 4 &&
           box.right() <= place.room.right() - 4 &&
           std::none_of(taken.begin(), taken.end(),
                        [&](const Rect& other) { return overlap(box, other); });
  }
};

std::vector<Rect> obstacles(const ScenePlace& place) {
  std::vector<Rect> taken = place.layout.nodes;
  for (const Rect& bubble : place.layout.bubbles) {
    if (!bubble.empty()) taken.push_back(bubble);
  }
  for (const Rect& site : place.layout.sites) {
    taken.push_back({site.x, site.y, site.w, 24 * place.layout.scale});
  }
  for (const LinkView& link : place.view.links) taken.push_back(plate_of(place, link, {52, 22}));
  return taken;
}

// Where the message is, as the shader draws it.
Vec place_of(const ScenePlace& place, const Event& sent, Time now) {
  const Line line = line_between(place.layout, sent.node, sent.peer);
  const auto span = static_cast<float>(std::max<std::int64_t>(1, (sent.until - sent.at).us));
  const float share = clamped(static_cast<float>((now - sent.at).us) / span, 0, 1);
  return lerp(line.from, line.to, share) + across(direction(line.to - line.from)) * 5;
}

// What will be lost has its label until half of the way.
bool travels(const Event& event, Time now, const std::vector<bool>& lost) {
  if (event.kind != EventKind::sent || !is_visible(event) || event.at > now) return false;
  const Duration span = event.until - event.at;
  return now < event.at + (lost[event.number] ? span / 2 : span);
}

std::vector<bool> lost_in(const Log& log) {
  std::uint32_t last = 0;
  for (const Event& event : log.events) last = std::max(last, event.number);
  std::vector<bool> lost(last + 1, false);
  for (const Event& event : log.events) {
    if (event.kind == EventKind::lost) lost[event.number] = true;
  }
  return lost;
}

void label(Ui& ui, Placing& placing, const std::string& text, Vec at) {
  const Pen pen = ui.pen();
  const TextStyle style{Face::text, 11.5F, ui.theme.text};
  const Vec size = pen.size_of(style, text) + Vec{10, 4};
  const float aside = size.x / 2 - 6;
  const Vec ways[] = {
      {0, -16},    {0, 16},  {-aside, -16}, {aside, -16},         {-aside, 16},
      {aside, 16}, {0, -34}, {0, 34},       {size.x / 2 + 12, 0}, {-size.x / 2 - 12, 0}};
  for (const Vec way : ways) {
    const Rect box = centered(at + way, size);
    if (!placing.free(box)) continue;
    placing.taken.push_back(box);
    pen.fill(box, faded(ui.theme.ground, 0.85F), 4);
    return pen.text_centered(box, style, text);
  }
}

}  // namespace

void draw_message_labels(Ui& ui, const ScenePlace& place) {
  const Stage& stage = *ui.app.stage;
  const Time now = now_of(stage);
  if (ui.app.reduced_motion) return;
  Placing placing{place, obstacles(place)};
  const std::vector<bool> lost = lost_in(stage.whole);
  std::size_t count = 0;
  const std::vector<Event>& events = stage.session.log().events;
  for (auto event = events.rbegin(); event != events.rend() && count < kLabelsMax; ++event) {
    if (!travels(*event, now, lost)) continue;
    label(ui, placing, message_text(ui.app.lesson, stage.whole, *event),
          place_of(place, *event, now));
    ++count;
  }
}

}  // namespace caplab::web
