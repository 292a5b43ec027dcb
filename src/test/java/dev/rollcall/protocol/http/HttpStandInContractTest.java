package dev.rollcall.protocol.http;

import dev.rollcall.probe.Protocol;
import dev.rollcall.standin.StandInContract;

class HttpStandInContractTest extends StandInContract<HttpSettings> {
  @Override
  protected Protocol<HttpSettings> protocol() {
    return HttpProtocol.PLAIN;
  }

  @Override
  protected HttpSettings settings() {
    return new Settings().build();
  }
}
