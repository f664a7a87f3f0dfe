// reCAPTCHA v3: asks for a token when the form is sent. With or without one, the form goes within two seconds.
for (const input of document.querySelectorAll("input[name=g-recaptcha-response][data-sitekey]")) {
  const form = input.form;
  let state = "idle";

  form.addEventListener("submit", (event) => {
    if (state === "sending") {
      state = "idle"; // whoever comes back to this page and sends it again needs a new token
      return;
    }
    input.value = "";
    const captcha = window.grecaptcha;
    if (!captcha || !form.requestSubmit) return;
    event.preventDefault();
    if (state === "asking") return;
    state = "asking";

    const send = (token) => {
      if (state !== "asking") return;
      clearTimeout(timer);
      state = "sending";
      input.value = token || "";
      form.requestSubmit(event.submitter);
    };
    // Browsers ignore requestSubmit while this event lasts, so nothing is sent before it is over.
    const sendSoon = (token) => setTimeout(send, 0, token);
    const giveUp = () => sendSoon("");
    const timer = setTimeout(send, 2000, "");
    const ask = () => captcha.execute(input.dataset.sitekey, { action: "send" }).then(sendSoon, giveUp);
    try {
      captcha.ready(ask);
    } catch {
      giveUp();
    }
  });
}
