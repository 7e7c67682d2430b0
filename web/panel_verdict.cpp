// The verdict: passed or not, the sentence that says what happened with its operations as links,
// and the button that plays it. While it is being graded: how far that is.
#include "web/panels.h"

namespace caplab::web {
namespace {

void draw_grading(Ui& ui) {
  const Grading& grading = ui.app.grading;
  section(ui, "verdict.heading", "Trying your settings");
  const Rect row = next_row(8);
  const Pen pen = ui.pen();
  const float share =
      grading.due > 0
          ? clamped(static_cast<float>(grading.done) / static_cast<float>(grading.due), 0, 1)
          : 0;
  pen.fill(row, ui.theme.raised, 4);
  pen.fill({row.x, row.y, std::max(8.0F, row.w * share), row.h}, ui.theme.accent, 4);
  const std::string text = count_text(grading.done) + " of " + count_text(grading.due) + " runs";
  note(ui, {"verdict.progress", "Grading", "progress", row, true, text});
  take_row(row.h);
  gap(8);
  paragraph(ui, "verdict.runs", ui.small(), text);
  gap(12);
}

// Words in lines; those that tell of an operation can be clicked.
struct Flow {
  Ui& ui;
  TextStyle style;
  Rect row;
  Vec at;
  float line = 20;
};

void place_word(Flow& flow, const std::string& word, const lesson::Fragment& fragment, int number) {
  const Pen pen = flow.ui.pen();
  const Vec size = pen.size_of(flow.style, word);
  if (flow.at.x + size.x > flow.row.right() && flow.at.x > flow.row.x) {
    flow.at = {flow.row.x, flow.at.y + flow.line};
  }
  const bool linked = fragment.op != kNoOp || fragment.at != kNever;
  if (linked) {
    const Touch touched = touch(flow.ui, {.id = "verdict.link." + std::to_string(number),
                                          .label = fragment.text,
                                          .role = "link",
                                          .rect = {flow.at.x, flow.at.y, size.x, flow.line - 2}});
    if (touched.pressed) {
      flow.ui.actions.push_back(PlayViolation{});
      if (fragment.op != kNoOp) flow.ui.actions.push_back(ShowOperation{fragment.op});
      if (fragment.op == kNoOp) flow.ui.actions.push_back(Seek{fragment.at});
    }
    pen.line({flow.at.x, flow.at.y + size.y + 1}, {flow.at.x + size.x, flow.at.y + size.y + 1},
             faded(flow.ui.theme.accent, 0.6F));
  }
  TextStyle style = flow.style;
  if (linked) style.color = flow.ui.theme.accent;
  pen.text(flow.at, style, word);
  flow.at.x += size.x;
}

void place_fragment(Flow& flow, const lesson::Fragment& fragment, int& number) {
  std::size_t from = 0;
  while (from < fragment.text.size()) {
    std::size_t until = fragment.text.find(' ', from);
    until = until == std::string::npos ? fragment.text.size() : until + 1;
    place_word(flow, fragment.text.substr(from, until - from), fragment, number++);
    from = until;
  }
}

void draw_sentence(Ui& ui, const std::vector<lesson::Fragment>& sentence, const std::string& id) {
  Flow flow{ui, {Face::text, 14, ui.theme.text}, next_row(0), {}, 21};
  flow.at = {flow.row.x, flow.row.y};
  std::string whole;
  int number = 0;
  for (const lesson::Fragment& fragment : sentence) {
    place_fragment(flow, fragment, number);
    whole += fragment.text;
  }
  const float height = flow.at.y + flow.line - flow.row.y;
  note(ui, {id, whole, "text", {flow.row.x, flow.row.y, flow.row.w, height}});
  ImGui::SetCursorScreenPos(im(Vec{flow.row.x, flow.row.y}));
  take_row(height);
}

void draw_badge(Ui& ui, bool pass) {
  const Pen pen = ui.pen();
  const Rect row = next_row(40);
  const Color color = pass ? ui.theme.ok : ui.theme.refused;
  pen.fill(row, mixed(ui.theme.surface, color, 0.12F), 8);
  pen.outline(row, faded(color, 0.5F), 8);
  draw_glyph(pen, pass ? Glyph::check : Glyph::cross, {row.x + 22, row.center().y}, 8, color);
  const std::string text = pass ? "These settings pass" : "These settings do not pass";
  pen.text_left({row.x + 44, row.y, row.w - 50, row.h}, {Face::bold, 14, ui.theme.text}, text);
  note(ui, {"verdict.heading", text, "heading", row});
  take_row(row.h);
  gap(14);
}

void draw_violation(Ui& ui, const lesson::Violation& violation) {
  draw_sentence(ui, violation.sentence, "verdict.sentence");
  gap(12);
  const Rect row = next_row(36);
  const TreeItem item{.id = "verdict.play", .label = "Play it", .role = "button", .rect = row};
  if (button(ui, item, Look::plain)) ui.actions.push_back(PlayViolation{});
  draw_glyph(ui.pen(), Glyph::play, {row.center().x - 38, row.center().y}, 5, ui.theme.accent);
  gap(6);
  paragraph(ui, "verdict.found", ui.small(),
            "Found in schedule " + count_text(violation.found_in) + ", shrunk to what matters.");
}

}  // namespace

void draw_verdict(Ui& ui) {
  const App& app = ui.app;
  if (!app.grade) {
    if (app.grading.wanted) return draw_grading(ui);
    section(ui, "verdict.heading", "No verdict yet");
    return paragraph(ui, "verdict.none", ui.muted(),
                     "Play the run to its end, then have it graded.");
  }
  draw_badge(ui, app.grade->pass);
  if (app.violation) draw_violation(ui, *app.violation);
  for (const lesson::Example& example : app.grade->examples) {
    if (app.violation) break;
    draw_sentence(ui, example.sentence, "verdict.sentence");
    break;
  }
  gap(22);
}

}  // namespace caplab::web
