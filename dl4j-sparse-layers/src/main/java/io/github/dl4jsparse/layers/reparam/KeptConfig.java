package io.github.dl4jsparse.layers.reparam;

import java.util.List;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** What an updater is told of a layer that stays as it is: its updaters, whose state goes on having its place, and no more. */
record KeptConfig(ReparameterizedLayer layer) implements TrainingConfig {

    @Override
    public String getLayerName() {
        return layer.getLayerName();
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        return List.of();
    }

    @Override
    public boolean isPretrainParam(String paramName) {
        return false;
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return layer.getUpdaterByParam(paramName);
    }

    @Override
    public GradientNormalization getGradientNormalization() {
        return layer.getGradientNormalization();
    }

    @Override
    public double getGradientNormalizationThreshold() {
        return layer.getGradientNormalizationThreshold();
    }

    @Override
    public void setDataType(DataType dataType) {
        layer.setDataType(dataType);
    }
}
