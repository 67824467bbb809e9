// What every workspace page does by itself.
import "./shortcuts.js";
import "./dialogs.js";
import "./panes.js";
import "./live.js";
import "./live_topics.js";
import "./returning.js";
