/** What happens when somebody presses something that the bot drew, wherever it stands. */

import { drawBlocks } from "./blocks.js";
import { confirmed } from "./confirm.js";
import { clearFailure, showFailure, whileBusy } from "./notices.js";

/**
 * Draws blocks that can be pressed.
 * @param {Object} container as the control interface names it: {type: "message" | "view" | "home", …}
 * @param {HTMLElement} failures where to say that a press came to nothing
 * @param {Map|null} answers what a form reads when it is submitted
 * @param {function} typed what the form holds so far, sent along with a press inside it
 */
export function drawSurface(blocks, { session, container, failures, answers = null, typed = null }) {
  const names = session.names;
  const press = async (block, source, node, value, { quietly = false } = {}) => {
    if (source.confirm && !(await confirmed(source.confirm, names))) return;
    clearFailure(failures);
    const pressed = () => session.act("press", {
      container, block_id: block.block_id, action_id: source.action_id,
      ...(value === null ? {} : { value }), ...(typed ? { values: typed() } : {}),
    });
    const answer = quietly ? await pressed() : await whileBusy(node, pressed);
    if (!answer.ok) showFailure(failures, answer);
  };
  return drawBlocks(blocks, { names, press, answers });
}
