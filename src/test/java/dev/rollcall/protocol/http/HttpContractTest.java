package dev.rollcall.protocol.http;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;

class HttpContractTest extends ProtocolContract<HttpSettings> {
  @Override
  protected Protocol<HttpSettings> protocol() {
    return HttpProtocol.PLAIN;
  }

  @Override
  protected HttpSettings settings() {
    return new Settings().build();
  }

  @Override
  protected Beginning beginning() {
    return Beginning.CLIENT;
  }
}
