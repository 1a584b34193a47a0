"use strict";
document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const key = document.getElementById("key").value;
  const said = document.getElementById("said");
  said.textContent = "";
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/login", { method: "POST", headers, body: JSON.stringify({ key }) });
    if (answer.ok) location.replace("/");
    else said.textContent = "This key is unknown here, or was revoked.";
  } catch {
    said.textContent = "The server doesn't answer.";
  }
});
