package dev.rollcall.protocol.tcp;

import dev.rollcall.probe.Protocol;
import dev.rollcall.standin.StandInContract;

class TcpStandInTest extends StandInContract<TcpSettings> {
  @Override
  protected Protocol<TcpSettings> protocol() {
    return new TcpProtocol();
  }

  @Override
  protected TcpSettings settings() {
    return new TcpSettings();
  }
}
