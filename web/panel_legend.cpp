// How to read the picture: every mark of the scene with its meaning.
#include "web/panels.h"

namespace caplab::web {
namespace {

struct Entry {
  Glyph glyph;
  Color color;
  const char* name;
  const char* meaning;
};

void draw_entry(Ui& ui, const Entry& entry) {
  const Rect row = next_row(40);
  const Pen pen = ui.pen();
  const Rect mark{row.x, row.y + 4, 30, 30};
  pen.fill(mark, ui.theme.raised, 8);
  draw_glyph(pen, entry.glyph, mark.center(), 6.5F, entry.color);
  pen.text_left({row.x + 42, row.y + 2, row.w - 42, 18}, ui.heading(), entry.name);
  pen.text_left({row.x + 42, row.y + 19, row.w - 42, 17}, ui.small(), entry.meaning);
  note(ui, {std::string("legend.") + entry.name, entry.name, "text", row, true, entry.meaning});
  take_row(row.h);
  gap(6);
}

}  // namespace

void draw_legend(Ui& ui) {
  const Theme& theme = ui.theme;
  section(ui, "legend.heading", "How to read the picture");
  paragraph(ui, "legend.intro", ui.muted(),
            "Each site has a copy of the data and somebody who uses it. Lines show how long a "
            "message takes.");
  gap(14);
  draw_entry(ui, {Glyph::check, theme.ok, "Up to date", "has everything that was confirmed"});
  draw_entry(ui, {Glyph::clock, theme.stale, "Out of date", "misses something confirmed"});
  draw_entry(ui, {Glyph::split, theme.conflict, "In conflict", "two copies that disagree"});
  draw_entry(ui, {Glyph::bar, theme.refused, "Refused", "an honest no: nothing was done"});
  draw_entry(ui, {Glyph::question, theme.unknown, "No answer", "done or not: nobody knows"});
  draw_entry(ui, {Glyph::cross, theme.muted, "Down", "a copy that has crashed"});
}

}  // namespace caplab::web
