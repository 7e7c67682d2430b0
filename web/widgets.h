// Our few widgets. Each is drawn by us, reacts as Dear ImGui's items do (mouse, touch, keyboard),
// and writes itself into the tree.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "web/actions.h"
#include "web/draw.h"
#include "web/focus.h"
#include "web/tree.h"

namespace caplab::web {

// What somebody asked for from outside the canvas; it is done by the widget itself when it is
// drawn next, in the same way as by a click.
struct Asked {
  std::string id;
  std::optional<std::int64_t> value;  // of a slider
};

// What panels draw with. They read `app`, append to `actions`, and change nothing else but their
// own small state.
struct Ui {
  const App& app;
  const Theme& theme;
  const Fonts& fonts;
  Actions& actions;
  Tree& tree;
  std::vector<Asked>& asked;
  const Focus& focus;

  bool focused(const std::string& id) const { return focus.visible && focus.id == id; }
  Pen pen() const { return {ImGui::GetWindowDrawList(), &fonts}; }
  TextStyle body() const { return {Face::text, 13, theme.text}; }
  TextStyle muted() const { return {Face::text, 13, theme.muted}; }
  TextStyle small() const { return {Face::text, 12, theme.muted}; }
  TextStyle heading() const { return {Face::bold, 13, theme.text}; }
  TextStyle mono() const { return {Face::mono, 13, theme.text}; }
};

struct Touch {
  bool pressed = false;
  bool hovered = false;
  bool held = false;
  Rect rect;
};

// Writes an item into the tree, as much of it as the window shows.
void note(Ui& ui, TreeItem item);

// An invisible item with this id, label, role and value, at `item.rect`. With `below` others may
// lie on top of it.
Touch touch(Ui& ui, const TreeItem& item, bool below = false);

// The ring around what the keyboard is at; touch() draws it already.
void draw_focus(const Ui& ui, const Rect& rect, float radius);

enum class Look : std::uint8_t { plain, primary, quiet };
bool button(Ui& ui, const TreeItem& item, Look look);
enum class Strength : std::uint8_t { plain, round };  // round: always on a disc
bool icon_button(Ui& ui, const TreeItem& item, Glyph glyph, Strength strength = Strength::plain);

// One of several, as a card with a wrapped text; gives its height.
bool radio_card(Ui& ui, const TreeItem& item, bool selected);
float radio_card_height(const Ui& ui, const std::string& text, float width);

// One of several levels in a row; gives the one that was pressed.
std::optional<std::size_t> segments(Ui& ui, const std::string& id, const Rect& row,
                                    const std::vector<TreeItem>& items, std::size_t selected);

// Text that is read, in the flow of the window; wraps at the window's width.
void paragraph(Ui& ui, const std::string& id, const TextStyle& style, const std::string& text);
// Space between blocks.
void gap(float height);

// The room that is left in the current window, at the cursor.
Rect next_row(float height);
// Moves the window's cursor past `height`.
void take_row(float height);

// A small text beside the mouse or the focused item.
void tip(const Ui& ui, const std::string& text);

}  // namespace caplab::web
