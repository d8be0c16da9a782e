"""Writes tiny_cnn.h5: a model file as Keras 2 writes it, for 6x6 images with one channel and three classes.

    pip install h5py numpy && python3 tiny_cnn.py
"""
import json

import h5py
import numpy as np

random = np.random.default_rng(7)


def layer(kind, name, **settings):
    return {"class_name": kind, "config": {"name": name, "trainable": True, "dtype": "float32", **settings}}


def zeros():
    return {"class_name": "Zeros", "config": {}}


def glorot():
    return {"class_name": "GlorotUniform", "config": {"seed": None}}


def weighted(kind, name, activation, **settings):
    return layer(kind, name, activation=activation, use_bias=True, kernel_initializer=glorot(), bias_initializer=zeros(),
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 bias_constraint=None, **settings)


layers = [
    weighted("Conv2D", "conv", "relu", batch_input_shape=[None, 6, 6, 1], filters=3, kernel_size=[3, 3], strides=[1, 1],
             padding="valid", data_format="channels_last", dilation_rate=[1, 1]),
    layer("MaxPooling2D", "pool", pool_size=[2, 2], strides=[2, 2], padding="valid", data_format="channels_last"),
    layer("Flatten", "flat", data_format="channels_last"),
    weighted("Dense", "dense", "relu", units=8),
    weighted("Dense", "classes", "softmax", units=3),
]
weights = {
    "conv": (3, 3, 1, 3),
    "dense": (12, 8),
    "classes": (8, 3),
}
training = {
    "loss": "categorical_crossentropy",
    "metrics": ["accuracy"],
    "sample_weight_mode": None,
    "loss_weights": None,
    "optimizer_config": {"class_name": "SGD", "config": {"name": "SGD", "learning_rate": 0.01, "decay": 0.0,
                                                         "momentum": 0.0, "nesterov": False}},
}

with h5py.File("tiny_cnn.h5", "w") as file:
    file.attrs["keras_version"] = b"2.4.0"
    file.attrs["backend"] = b"tensorflow"
    model = {"class_name": "Sequential", "config": {"name": "tiny", "layers": layers}}
    file.attrs["model_config"] = json.dumps(model).encode("utf8")
    file.attrs["training_config"] = json.dumps(training).encode("utf8")
    group = file.create_group("model_weights")
    group.attrs["keras_version"] = b"2.4.0"
    group.attrs["backend"] = b"tensorflow"
    group.attrs["layer_names"] = [entry["config"]["name"].encode("utf8") for entry in layers]
    for entry in layers:
        name = entry["config"]["name"]
        part = group.create_group(name)
        shape = weights.get(name)
        names = [f"{name}/kernel:0", f"{name}/bias:0"] if shape else []
        part.attrs["weight_names"] = [weight.encode("utf8") for weight in names]
        if shape:
            limit = np.sqrt(6 / (np.prod(shape[:-1]) + shape[-1]))
            part.create_dataset(names[0], data=random.uniform(-limit, limit, shape).astype("float32"))
            part.create_dataset(names[1], data=random.uniform(-0.1, 0.1, shape[-1:]).astype("float32"))
