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

// Pieces of a sentence in lines; those that tell of an operation or a moment can be clicked.
struct Flow {
  Ui& ui;
  TextStyle style;
  Rect row;
  Vec at;
  float line = 21;
  int links = 0;
};

void follow(Ui& ui, const lesson::Fragment& fragment) {
  if (!ui.app.stage->breaks_at) ui.actions.push_back(PlayViolation{});
  if (fragment.op != kNoOp) {
    ui.actions.push_back(ShowOperation{fragment.op});
  } else {
    ui.actions.push_back(Seek{fragment.at});
  }
}

// What of a fragment stands in one line.
void place_piece(Flow& flow, const std::string& piece, const lesson::Fragment& fragment) {
  const Pen pen = flow.ui.pen();
  const Vec size = pen.size_of(flow.style, piece);
  TextStyle style = flow.style;
  const bool linked = flow.ui.app.violation && (fragment.op != kNoOp || fragment.at != kNever);
  if (linked) {
    style.color = flow.ui.theme.accent;
    const Touch at = touch(flow.ui, {.id = "verdict.link." + std::to_string(flow.links++),
                                     .label = fragment.text,
                                     .role = "link",
                                     .rect = {flow.at.x, flow.at.y, size.x, flow.line - 2}});
    if (at.pressed) follow(flow.ui, fragment);
    const float y = flow.at.y + size.y + 1.5F;
    pen.line({flow.at.x, y}, {flow.at.x + size.x, y}, faded(style.color, at.hovered ? 1 : 0.5F));
  }
  pen.text(flow.at, style, piece);
  flow.at.x += size.x;
}

void place_fragment(Flow& flow, const lesson::Fragment& fragment) {
  const Pen pen = flow.ui.pen();
  std::string piece;
  std::size_t from = 0;
  while (from < fragment.text.size()) {
    std::size_t until = fragment.text.find(' ', from);
    until = until == std::string::npos ? fragment.text.size() : until + 1;
    const std::string word = fragment.text.substr(from, until - from);
    const bool fits = flow.at.x + pen.size_of(flow.style, piece + word).x <= flow.row.right() + 4;
    if (!fits && flow.at.x + pen.size_of(flow.style, piece).x > flow.row.x) {
      if (!piece.empty()) place_piece(flow, piece, fragment);
      piece.clear();
      flow.at = {flow.row.x, flow.at.y + flow.line};
    }
    piece += word;
    from = until;
  }
  if (!piece.empty()) place_piece(flow, piece, fragment);
}

void draw_sentence(Ui& ui, const std::vector<lesson::Fragment>& sentence, const std::string& id) {
  Flow flow{ui, {Face::text, 14, ui.theme.text}, next_row(0), {}};
  flow.at = {flow.row.x, flow.row.y};
  std::string whole;
  for (const lesson::Fragment& fragment : sentence) {
    place_fragment(flow, fragment);
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
            violation.found_in == 0 ? "Found among the orders of a small case."
                                    : "Found in schedule " + count_text(violation.found_in) +
                                          ", shrunk to what matters.");
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
