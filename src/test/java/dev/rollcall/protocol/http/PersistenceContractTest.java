package dev.rollcall.protocol.http;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.protocol.http.persistence.PersistenceProtocol;
import dev.rollcall.protocol.http.persistence.PersistenceSettings;

class PersistenceContractTest extends ProtocolContract<PersistenceSettings> {
  @Override
  protected Protocol<PersistenceSettings> protocol() {
    return new PersistenceProtocol();
  }

  @Override
  protected PersistenceSettings settings() {
    return new Farm().header("X-Server").build();
  }

  @Override
  protected Beginning beginning() {
    return Beginning.TLS;
  }
}
